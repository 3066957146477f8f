// The header's menu of pages closes like any menu, and what the header cuts can be read in full.
function mindHeader(page) {
  const opened = () => page.querySelector("details.fold[open]");
  page.addEventListener("pointerdown", ({ target }) => {
    if (opened() && !target.closest?.(".st-key-pages")) opened().open = false;
  });
  page.addEventListener("focusin", ({ target }) => {
    if (opened() && !target.closest?.(".st-key-pages")) opened().open = false;
  });
  page.addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" ? opened() : null;
    if (!menu) return;
    menu.open = false;
    menu.firstElementChild.focus();
  });
  page.addEventListener("pointerover", ({ target }) => {
    const box = target.closest?.(".st-key-header :is(button, summary, input)");
    if (!box) return;
    const cut = [box, ...box.querySelectorAll("*")].some((part) => part.scrollWidth > part.clientWidth + 1);
    if (cut) box.title = box.value || (box.querySelector("p, b") ?? box).textContent;
    else box.removeAttribute("title");
  });
}
