// Whether the page's connection to the server stands.
import NAMES from "./dom.json" with { type: "json" };
import { fallBack } from "./fallback.js";

/**
 * Runs something each time the connection stands again. Gives what ends that.
 * @param {() => void} again
 * @returns {() => void}
 */
export function whenConnectedAgain(again) {
  const app = document.querySelector(`[${NAMES.connection}]`);
  if (!app) {
    fallBack("mark of the connection's state", "a network that is back counts as a connection that is");
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }
  const observer = new MutationObserver(([change]) => {
    const now = app.getAttribute(NAMES.connection);
    if (now === NAMES.connected && change.oldValue !== now) again();
  });
  observer.observe(app, { attributeFilter: [NAMES.connection], attributeOldValue: true });
  return () => observer.disconnect();
}
