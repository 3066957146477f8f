// Runs before the page's own scripts: notes when the hand moves, when messages leave, and when a chart changes.
(() => {
  const probe = (globalThis.probe = { inputs: [], sends: [], charts: [] });
  const now = () => performance.now();
  const input = (event) => probe.inputs.push([event.type, now()]);
  addEventListener("keydown", input, true);
  addEventListener("pointerup", input, true);
  addEventListener("pointermove", (event) => event.buttons && input(event), true);
  const Socket = WebSocket;
  globalThis.WebSocket = class extends Socket {
    send(message) {
      const last = probe.inputs.at(-1);
      if (last) probe.sends.push([last[1], now()]);
      return super.send(message);
    }
  };
  const observer = new MutationObserver((records) => {
    const drawn = records.some(({ target }) => {
      const element = target.nodeType === 1 ? target : target.parentElement;
      return element?.closest?.("svg.marks");
    });
    if (drawn) probe.charts.push(now());
  });
  const what = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["d", "transform", "x", "y", "width", "height"] };
  observer.observe(document, what);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    observer.observe(root, what);
    return root;
  };
  probe.clear = () => { probe.inputs.length = probe.sends.length = probe.charts.length = 0; };
})();
