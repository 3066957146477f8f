// What the tests of screens ask a page. Elements in shadow roots, where live controls and charts are, count as well.
const all = (root) => [...root.querySelectorAll('*')].flatMap((n) => n.shadowRoot ? [n, ...all(n.shadowRoot)] : [n]);

// Whether the page has run, its fonts are loaded and its charts drawn; `charts` says that there are some.
const ready = (charts) => {
  const SILENT = '[class*="st-key-nd_live_"]';  // code and specs, which show nothing
  const app = document.querySelector('[data-testid="stApp"]');
  if (app?.getAttribute('data-test-script-state') !== 'notRunning') return false;
  if (document.querySelector('[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stStatusWidget"]'))
    return false;
  const shown = all(document.querySelector('.stMainBlockContainer') ?? app);
  const drawn = (canvas) => [...canvas.querySelectorAll('svg.marks')].some((svg) => svg.clientWidth > 0);
  const canvases = shown.filter((n) => n.matches('.canvas'));
  const live = shown.filter((n) => n.matches('[data-testid="stBidiComponentRegular"]') && !n.closest(SILENT));
  if (!live.every((n) => (n.shadowRoot ?? n).querySelector('.nd, .markup')?.childElementCount)) return false;
  return shown.some((n) => n.matches('h1') && n.textContent) && canvases.every(drawn)
    && (canvases.length > 0 || !charts) && document.fonts.status === 'loaded';
};

// Text that its box cuts, and labels beyond the edge of their chart.
const stickingOut = () => {
  const said = (n) => `${n.tagName}.${n.getAttribute('class') ?? ''}: ${n.textContent.slice(0, 40)}`;
  const hidden = (n) => n.closest('.unseen, details:not([open])') || !n.getClientRects().length;
  const shown = all(document.querySelector('.stMainBlockContainer')).filter((n) => !hidden(n));
  const worded = 'button, input, label, p, h1, h2, dt, dd, th, td, summary, .name, .phrase, .chip, .small, .why, .figure';
  const cut = shown.filter((n) => n.matches(worded) && getComputedStyle(n).textOverflow !== 'ellipsis'
    && getComputedStyle(n).overflowX !== 'visible' && n.scrollWidth > n.clientWidth + 1);
  const out = shown.filter((n) => n.matches('svg.marks text') && n.textContent).filter((n) => {
    const box = n.getBoundingClientRect(), frame = n.closest('.canvas').getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 4 || box.bottom > frame.bottom + 4;
  });
  return [...cut, ...out].map(said);
};

// Pairs of controls, and of labels of one chart, that lie on each other; of labels alone where so asked.
const overlapping = (labelsAlone) => {
  const main = all(document.querySelector('.stMainBlockContainer'));
  const seen = (n) => n.getClientRects().length && getComputedStyle(n).visibility !== 'hidden'
    && !n.closest('.unseen, details:not([open]) > :not(summary)');
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const pairs = (items, box) => items.flatMap((one, i) => items.slice(i + 1)
    .filter((other) => !one.contains(other) && !other.contains(one) && meet(box(one), box(other)))
    .map((other) => [one, other]));
  const box = (n) => n.getBoundingClientRect();
  const said = (n) => n.getAttribute('aria-label') ?? (n.textContent || n.tagName).slice(0, 40);
  const controls = main.filter((n) => n.matches('button, input, a[href], summary, textarea') && seen(n)
    && !(n.matches('input') && n.type === 'range'));
  const texts = main.filter((n) => n.matches('svg.marks text') && n.textContent.trim() && seen(n)
    && getComputedStyle(n).opacity !== '0');
  const own = texts.map((n) => n.closest('svg'));
  const crowded = [...new Set(own)].flatMap((svg) => pairs(texts.filter((n) => n.closest('svg') === svg), box))
    .filter(([a, b]) => a.textContent !== b.textContent);  // a halo and its label
  const up = (n) => n.assignedSlot ?? n.parentElement ?? n.getRootNode().host;
  const pinned = (n) => !n || getComputedStyle(n).position === 'sticky' ? n : pinned(up(n));
  // What is pinned lies over what scrolls below it, and what has the focus is kept clear of it.
  const covered = labelsAlone ? [] : pairs(controls, box).filter(([a, b]) => pinned(a) === pinned(b));
  return [...covered, ...crowded].map(([a, b]) => `${said(a)} | ${said(b)}`);
};

// Text with less contrast to what is behind it than WCAG 2.2 asks for (1.4.3).
const pale = () => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const parent = (n) => n.assignedSlot ?? n.parentElement ?? n.getRootNode().host;
  const behind = (n) => {
    const layers = [];
    for (let at = n; at; at = parent(at)) layers.unshift(rgba(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92
    : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const idle = (n) => n.closest('[disabled], [aria-disabled="true"], .unseen, details:not([open]) > :not(summary)');
  const worded = (n) => [...n.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
  const found = new Map();
  for (const n of all(document.querySelector('.stMainBlockContainer'))) {
    if (!worded(n) || n.matches('style, script, template, title, option') || idle(n) || !n.getClientRects().length)
      continue;
    const style = getComputedStyle(n), below = behind(n), drawn = n.namespaceURI.endsWith('svg');
    if (style.fontSize === '0px') continue;
    const at = contrast(over(rgba(drawn ? style.fill : style.color), below), below);
    if (at < 4.5) found.set(`${n.tagName}.${n.getAttribute('class') ?? ''}: ${n.textContent.slice(0, 20)}`, at);
  }
  return [...found].map(([name, at]) => `${name} ${at.toFixed(2)}`);
};

// Numbers that a line's end may tear from their sign: a plain space stands between them.
const torn = () => {
  const lines = (n) => !n.matches('style, script') && !n.namespaceURI.endsWith('svg') && !n.closest('[data-testid="stSlider"]');
  return all(document.querySelector('.stMainBlockContainer')).filter(lines)
    .flatMap((n) => [...n.childNodes].filter((c) => c.nodeType === 3).map((c) => c.textContent))
    .filter((text) => /± [\p{Sc}\d]|\(× \d|\d %|\d ×\)?$/u.test(text));
};

// What can be scrolled up and down.
const scrollers = () => [...document.querySelectorAll('*')].filter((n) => n.scrollHeight > n.clientHeight + 1
  && n.clientHeight > 200 && (n === document.scrollingElement || /auto|scroll/.test(getComputedStyle(n).overflowY)))
  .map((n) => n.dataset.testid ?? n.tagName);

// Where the parts of Allocate stand, and how large they are; Streamlit's class for how a part looks while it is stale
// changes without moving it.
const places = () => {
  const kept = '.st-key-answer, .lever, .bar, .figures, figure, .canvas, .st-key-best, .foot, .st-key-header';
  return all(document.body).filter((n) => n.matches(kept)).map((n) => {
    const { left, top, width, height } = n.getBoundingClientRect();
    return [n.className.replace(/st-emotion-\S+/g, '').trim(), ...[left, top, width, height].map(Math.round)].join(' ');
  });
};

// Where everything stands, in one text; nothing while the page runs, fonts are loaded or a chart is not drawn.
const layout = () => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (app && app.getAttribute('data-test-script-state') !== 'notRunning') return '';
  if (document.fonts.status !== 'loaded' || document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]'))
    return '';
  // What comes or rests for a while, and is pale meanwhile, has to be through with it.
  if (document.getAnimations().some((each) => each.playState === 'running' && each.effect.getComputedTiming().endTime < Infinity))
    return '';
  const shown = all(document.body);
  if (!shown.filter((n) => n.matches('.canvas')).every((n) => n.querySelector('svg.marks'))) return '';
  return shown.map((n) => {
    const { left, top, width, height } = n.getBoundingClientRect();
    return [left, top, width, height].map(Math.round).join(' ');
  }).join('\n');
};

// Whether the sentence of Allocate is on screen with nothing before it.
const answerInSight = () => {
  const line = all(document.querySelector('.st-key-answer')).find((n) => n.matches('.headline'));
  const { left, top, right, bottom } = line.getBoundingClientRect();
  const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return top >= 0 && bottom <= innerHeight && Boolean(above?.closest('.st-key-answer'));
};

// How high all of the page is.
const contentHeight = () =>
  Math.ceil(Math.max(document.querySelector('.stMainBlockContainer').getBoundingClientRect().height, 300));

// By how much it can be scrolled sideways.
const sideways = () =>
  Math.max(...[document.documentElement, document.querySelector('.stMain')].map((n) => n.scrollWidth - n.clientWidth));
