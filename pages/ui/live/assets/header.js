// The header's menu of pages closes like any menu, what the header cuts can be read in full, and paper gets the link.
const FOLD = "details.fold[open]";

/** @param {Document} page */
export function mindHeader(page) {
  const opened = () => /** @type {HTMLDetailsElement | null} */ (page.querySelector(FOLD));
  /** @param {Event} event */
  const elsewhere = ({ target }) => {
    const menu = opened();
    if (menu && target instanceof Element && !target.closest(".st-key-pages")) menu.open = false;
  };
  page.addEventListener("pointerdown", elsewhere);
  page.addEventListener("focusin", elsewhere);
  page.addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" ? opened() : null;
    if (!menu) return;
    menu.open = false;
    /** @type {HTMLElement} */ (menu.firstElementChild).focus();
  });
  page.defaultView?.addEventListener("beforeprint", () => {
    const link = page.querySelector(".paper span");
    if (link) link.textContent = page.location.href;
  });
  page.addEventListener("pointerover", ({ target }) => {
    const box = target instanceof Element ? target.closest(".st-key-header :is(button, summary, input)") : null;
    if (!(box instanceof HTMLElement)) return;
    const cut = [box, ...box.querySelectorAll("*")].some((part) => part.scrollWidth > part.clientWidth + 1);
    const typed = box instanceof HTMLInputElement ? box.value : "";
    if (cut) box.title = typed || ((box.querySelector("p, b") ?? box).textContent ?? "");
    else box.removeAttribute("title");
  });
}
