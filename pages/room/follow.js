// Asks a small answer of the server every few seconds, and lets the page be drawn anew only when there is news.
// Drawing on a timer instead would cost the server far more, and can swallow the answer to a move made just then.
// A connection that comes back may lead to a server that knows nothing of this page, and ignores what is pressed on
// it, until the page has been drawn once: another replica, or the same one after a long sleep. Streamlit leaves that out.
const STATE = "data-test-connection-state";
const PATIENCE = 6000;
const pages = new WeakMap();
const later = (a, b) => a.some((value, place) => value > b[place] && a.slice(0, place).every((v, i) => v === b[i]));

export default function (component) {
  const { data, parentElement } = component;
  let page = pages.get(parentElement);
  if (!page) pages.set(parentElement, (page = start(parentElement)));
  Object.assign(page, { component, wanted: data[0], told: 0 });
  return () => setTimeout(() => parentElement.isConnected || page.stop(), 0);
}

function start(root) {
  let timer = null;
  const connection = new MutationObserver(([change]) => {
    const now = change.target.getAttribute(STATE);
    if (now !== "CONNECTED" || change.oldValue === now || !page.wanted.whole) return;
    page.told = 0;
    tell();
  });
  const page = { stop: () => (clearTimeout(timer), connection.disconnect()) };
  const tell = () => {
    // Drawn anew it asks afresh. A crowd that is told again while it waits would only make the wait longer.
    if (Date.now() - page.told < PATIENCE) return;
    page.told = Date.now();
    page.component.setTriggerValue("news", page.told);
  };
  async function ask() {
    const { key, seen } = page.wanted;
    try {
      const answer = await fetch(new URL(`room-pulse/${key}`, window.location.href), { cache: "no-store" });
      if (answer.status === 410 || (answer.ok && later(await answer.json(), seen))) tell();
    } catch {
      // The network is away; Streamlit says so, and the next question comes soon.
    }
    plan();
  }
  const plan = () => {
    clearTimeout(timer);
    if (root.isConnected) timer = setTimeout(ask, page.wanted.seconds * 1000 * (0.85 + 0.3 * Math.random()));
  };
  document.addEventListener("visibilitychange", () => document.hidden || !root.isConnected || ask());
  const app = document.querySelector(`[${STATE}]`);
  if (app) connection.observe(app, { attributeFilter: [STATE], attributeOldValue: true });
  setTimeout(plan, 0);
  return page;
}
