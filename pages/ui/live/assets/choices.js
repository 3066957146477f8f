// Buttons below the rows. Each does what its words say, even where an answer with newer words is on its way.
function makeChoices(panel) {
  const node = make("div", { class: "choices" });
  const buttons = new Map(); // by kind; a button that is not wanted now is hidden, so that the focus is not lost

  function buttonOf(kind) {
    if (buttons.has(kind)) return buttons.get(kind);
    const button = make("button", { type: "button", class: "choice", "data-kind": kind });
    const entry = { button, choice: null };
    button.addEventListener("click", () => {
      const { amounts, levers } = entry.choice;
      if (idle(entry.choice)) return;
      panel.outbox.push({ kind, amounts, levers, phase: "final" });
    });
    node.append(button);
    buttons.set(kind, entry);
    return entry;
  }
  const idle = ({ amounts, levers }) => !amounts.length && !levers.length;

  return {
    node,
    patch(choices) {
      for (const choice of choices) {
        const entry = buttonOf(choice.kind);
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
