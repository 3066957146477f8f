// What a page shows, as data two visits can be compared by. Shadow roots, where charts and levers are, count as well.
const all = (root) => [...root.querySelectorAll('*')].flatMap((n) => n.shadowRoot ? [n, ...all(n.shadowRoot)] : [n]);
const main = () => all(document.querySelector('.stMainBlockContainer'));
const visible = (n) => n.getClientRects().length > 0;

// The marks drawn in each chart: by kind how many there are, what they say and what lies where, to two pixels.
const marksOf = (canvas) => {
  const drawn = {};
  const box = canvas.getBoundingClientRect(), frame = [box.left, box.top];
  for (const group of canvas.querySelectorAll('svg.marks g[class*="role-mark"], svg.marks g[class*="role-axis-label"]')) {
    const kind = group.getAttribute('class').replace(/ layer_\d+\S*/g, '');
    for (const item of group.querySelectorAll(':scope > path, :scope > text, :scope > line')) {
      const text = item.tagName === 'text';
      if (text && !item.textContent) continue;
      const at = item.getBoundingClientRect();
      const [left, top, right, bottom] = [at.left, at.top, at.right, at.bottom].map((edge, i) =>
        Math.round((edge - frame[i % 2]) / 3));
      (drawn[kind] ??= []).push(`${text ? item.textContent : ''} ${left},${top}–${right},${bottom}`);
    }
  }
  for (const items of Object.values(drawn)) items.sort();
  return { alt: canvas.getAttribute('aria-label'), height: canvas.getBoundingClientRect().height, drawn };
};

// Everything: the charts, the words of the page, what its fields hold, its tables.
const shows = () => {
  const nodes = main();
  const own = (n) => [...n.childNodes].filter((c) => c.nodeType === 3).map((c) => c.textContent.trim()).join(' ').trim();
  const aside = '.unseen, .unseen *, style, script, [aria-live], .stPopover *, svg *, [data-testid="stTooltipContent"]';
  return {
    charts: nodes.filter((n) => n.matches('.canvas')).map(marksOf),
    words: nodes.filter((n) => !n.matches(aside) && visible(n)).map(own).filter(Boolean),
    fields: nodes.filter((n) => n.matches('input, textarea') && visible(n)).map((n) => `${n.getAttribute('aria-label')}: ${n.value}`),
  };
};
