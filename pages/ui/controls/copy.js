// A link in full, and a button that copies it. The address is made here: only the browser knows its own.
export default function (component) {
  const { data, parentElement } = component;
  const address = new URL(window.location.href);
  address.search = data.query;
  address.hash = "";
  const field = parentElement.querySelector("input");
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("output");
  field.value = address.href;
  field.setAttribute("aria-label", data.label);
  field.onfocus = () => field.select();
  if (button.dataset.link !== address.href) {
    button.dataset.link = address.href;
    button.textContent = data.action;
    said.textContent = "";
  }
  button.onclick = async () => {
    said.textContent = (await copied(field)) ? data.done : data.failed;
  };
}

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Without a secure context or the right inside a frame, the old way still works.
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}
