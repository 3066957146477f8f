// How Streamlit writes the address: by pushState of the page's own history, first without the link, then with it.

/**
 * Makes a page that is opened without its link, which follows, and that link one entry of the history.
 * @param {(address: URL | Location) => boolean} linked whether an address has a link
 * @param {{written: () => void, travelled: () => void}} told after each address that is written; after Back and Forward
 */
export function mindAddress(linked, { written, travelled }) {
  const push = window.history.pushState.bind(window.history);
  let bare = linked(window.location) ? null : window.location.href;
  window.history.pushState = (state, title, url) => {
    const to = new URL(url ?? "", window.location.href);
    const same = bare === window.location.href && to.pathname === window.location.pathname;
    if (same) window.history.replaceState(state, title, url);
    else push(state, title, url);
    bare = linked(to) ? null : to.href;
    written();
  };
  window.addEventListener("popstate", travelled);
}
