// Buttons below the rows. Each does what its words say, even where an answer with newer words is on its way.
import { make, putAttribute, putHidden, putText } from "./dom.js";
/** @import {ChoiceData, Panel} from "./types.d.ts" */

/** @param {Panel} panel */
export function makeChoices(panel) {
  const node = make("div", { class: "choices" });
  /**
   * By kind; a button that is not wanted now is hidden, so that the focus is not lost.
   * @type {Map<string, {button: HTMLButtonElement, choice: ChoiceData}>}
   */
  const buttons = new Map();

  /** @param {ChoiceData} choice */
  function entryOf(choice) {
    const known = buttons.get(choice.kind);
    if (known) return known;
    const button = make("button", { type: "button", class: "choice", "data-kind": choice.kind });
    const entry = { button, choice };
    button.addEventListener("click", () => {
      const { kind, amounts, levers } = entry.choice;
      if (idle(entry.choice)) return;
      panel.outbox.push({ kind, amounts, levers, phase: "final" });
    });
    node.append(button);
    buttons.set(choice.kind, entry);
    return entry;
  }
  /** @param {ChoiceData} choice */
  const idle = ({ amounts, levers }) => !amounts.length && !levers.length;

  return {
    node,
    /** @param {ChoiceData[]} choices */
    patch(choices) {
      for (const choice of choices) {
        const entry = entryOf(choice);
        entry.choice = choice;
        putText(entry.button, choice.label);
        putAttribute(entry.button, "title", choice.hint || null);
        putAttribute(entry.button, "aria-disabled", idle(choice));
      }
      for (const [kind, { button }] of buttons) putHidden(button, !choices.some((choice) => choice.kind === kind));
      putHidden(node, !choices.length);
    },
  };
}
