// What a page does in a frame on another page: it tells its height, says why it stays blank, and opens in a tab.
// Pages that use iframe-resizer are answered by Streamlit itself.
{
  const framed = window.parent !== window;
  let told = 0;
  /** @type {Element | null} */
  let seen = null;
  let plan = "";

  const measured = () => {
    const height = Math.ceil(seen?.getBoundingClientRect().height ?? 0);
    if (!height || height === told) return;
    told = height;
    window.parent.postMessage({ type: "next-dollar:height", version: 1, height }, "*");
  };
  const watching = new ResizeObserver(measured);
  // The address tells of each plan that was tried.
  const tried = () => {
    const now = new URLSearchParams(window.location.search).getAll("plan").join();
    if (now && plan && now !== plan) window.parent.postMessage({ type: "next-dollar:plan", version: 1 }, "*");
    plan = now || plan;
  };
  // The page's own box is another one after each change of page.
  const look = () => {
    const now = document.querySelector(".stMainBlockContainer");
    if (now !== seen) {
      watching.disconnect();
      seen = now;
      if (now) watching.observe(now);
    }
    tried();
    setTimeout(look, seen ? 1000 : 100);
  };
  if (framed) look();

  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a.in_a_tab") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    const address = new URL(window.location.href);
    for (const name of ["embed", "embed_options"]) address.searchParams.delete(name);
    link.href = address.href;
  }, true);

  // A sandbox without allow-same-origin gives the page no origin: none of its scripts may be loaded then.
  if (window.origin === "null") {
    document.querySelector("next-dollar-outline")?.setAttribute("style", "display: none");
    document.getElementById("next-dollar-blank")?.removeAttribute("hidden");
  }
}
