// Undo and redo by keyboard, their survival of a reload, and one entry of the browser's history for each step.
const TAB = "next_dollar_tab";
const OTHER_INPUTS = new Set(["range", "checkbox", "radio", "button", "submit", "color", "file"]);

export default function ({ data, setTriggerValue }) {
  if (!window.nextDollarSteps) {
    window.nextDollarSteps = { asked: null };
    document.addEventListener("keydown", onKey, true);
    pushOnce();
  }
  const before = stored();
  if (before && before !== data.tab && !data.followed) {
    if (window.nextDollarSteps.asked !== before) {
      window.nextDollarSteps.asked = before;
      setTriggerValue("before", before);
    }
  } else {
    store(data.tab);
  }
}

function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const wanted = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" && !event.shiftKey ? "redo" : null;
  const button = wanted && document.querySelector(`.st-key-${wanted} button`);
  if (!button || isText(event.composedPath()[0])) return;
  event.preventDefault();
  if (!button.disabled) button.click();
}

// In a field of text the keys belong to the field.
function isText(element) {
  if (element.isContentEditable || element.tagName === "TEXTAREA") return true;
  return element.tagName === "INPUT" && !OTHER_INPUTS.has(element.type);
}

// A page is opened without its link, which follows: the two are one entry.
function pushOnce() {
  const push = window.history.pushState.bind(window.history);
  let bare = linked(window.location) ? null : window.location.href;
  window.history.pushState = (state, title, url) => {
    const to = new URL(url ?? "", window.location.href);
    const same = bare === window.location.href && to.pathname === window.location.pathname;
    if (same) window.history.replaceState(state, title, url);
    else push(state, title, url);
    bare = linked(to) ? null : to.href;
  };
}

function linked(address) {
  return new URLSearchParams(address.search).has("v");
}

function stored() {
  try {
    return window.sessionStorage.getItem(TAB);
  } catch {
    return null;
  }
}

function store(tab) {
  try {
    window.sessionStorage.setItem(TAB, tab);
  } catch {
    // Without storage the steps end with the page.
  }
}
