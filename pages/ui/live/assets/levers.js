// The whole control. It moves only what the hand holds; every other row shows what Python last sent.
const NARROW_PX = 430;

function makeLevers(root) {
  adopt(root, ["tokens", "levers"]);
  const home = make("section", { class: "nd levers", role: "group" });
  const keyBest = make("span");
  const keyToday = make("span");
  const keys = make("span", { class: "keys" },
    make("span", { class: "key" }, make("i", { class: "mark-best" }), keyBest),
    make("span", { class: "key" }, make("i", { class: "mark-today" }), keyToday));
  const keyLimits = make("span");
  keys.append(make("span", { class: "key" }, make("i", { class: "mark-limit" }), keyLimits));
  const note = make("span");
  const spoken = make("span", { class: "unseen", "aria-live": "polite" });
  const foot = make("p", { class: "foot" }, keys, note);
  root.append(home);

  let component = null;
  let data = null;
  let levers = [];
  let bar = null;
  let choices = null;
  let theme = null;
  let width = 500;
  let speaking = 0;
  const releases = new Set();

  const panel = {
    outbox: makeOutbox((move) => component.setStateValue("move", { ...move, revision: data.revision }), () => draw()),
    changed() {
      drawing ||= setTimeout(draw);
    },
    barWidth: () => width,
    sum: () => levers.reduce((sum, lever) => sum + lever.amount(), 0),
    share: (amount) => Math.round((100 * amount) / (panel.sum() || 1)),
    onRelease: (run) => releases.add(run),
  };
  function release(event) {
    const runs = [...releases];
    releases.clear();
    for (const run of runs) run(event);
  }
  for (const type of ["pointerup", "pointercancel", "blur"]) window.addEventListener(type, release, true);
  const observer = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width || width;
    putClass(home, "narrow", width <= NARROW_PX);
    if (bar) bar.patch();
  });
  observer.observe(home);

  function build() {
    levers = data.levers.map(({ key }) => makeLever(panel, key));
    levers.forEach((lever, i) => (lever.data = data.levers[i]));
    levers.forEach((lever, i) => (lever.firstOfRole = levers.findIndex((one) => one.data.role === lever.data.role) === i));
    bar = makeBar(panel, levers);
    choices ??= makeChoices(panel);
    home.replaceChildren(bar.node, ...levers.map((lever) => lever.row), choices.node, foot, spoken);
  }
  // Streamlit sends from a timer of its own; drawing from a later one lets the move leave before a frame is made.
  let drawing = 0;
  function draw() {
    clearTimeout(drawing);
    drawing = 0;
    levers.forEach((lever) => {
      if (!lever.hand && !lever.keys && !panel.outbox.concerns(lever.key)) lever.local = lever.lockWish = null;
    });
    levers.forEach((lever, i) => lever.patch(data.levers[i]));
    bar.patch();
  }
  function speak() {
    clearTimeout(speaking);
    speaking = setTimeout(() => putText(spoken, data.note), 600);
  }

  return {
    update(next, given) {
      component = next;
      data = given;
      Object.assign(panel, { money: data.money, words: data.words, error: data.error });
      if (theme !== themeKey(root)) {
        theme = themeKey(root);
        putClass(home, "dark", isDark(root.host));
      }
      putAttribute(home, "aria-label", data.words.group);
      if (data.levers.map((lever) => lever.key).join("\n") !== levers.map((lever) => lever.key).join("\n")) build();
      panel.outbox.answered(data.seq);
      draw();
      choices.patch(data.choices);
      putText(keyLimits, data.words.key_limits);
      putHidden(keys.lastChild, data.levers.every(({ least, most }) => least === null && most === null));
      putText(keyBest, data.words.key_best);
      putText(keyToday, data.words.key_today);
      putHidden(keys, !data.words.key_best);
      putHidden(keys.firstChild, data.levers.every((lever) => lever.best === null));
      if (putText(note, data.note)) speak();
    },
    destroy() {
      for (const type of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(type, release, true);
      observer.disconnect();
      clearTimeout(drawing);
      clearTimeout(speaking);
      panel.outbox.stop();
    },
  };
}
