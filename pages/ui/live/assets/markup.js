// A piece of the page's own HTML, escaped where it was written.
function makeMarkup(root) {
  const home = make("div", { class: "markup" });
  root.append(home);
  return { update: (_, { html }) => put(home, "html", html, () => (home.innerHTML = html)), destroy() {} };
}
