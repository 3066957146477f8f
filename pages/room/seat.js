// Remembers on this device which seat is whose, so that scanning the code again after closing the tab leads back to it.
// Where the browser keeps nothing for us (blocked storage), the address with the seat still does.
const NAME = "next-dollar-seats";
const MOST = 8;

function kept() {
  try {
    return Object.entries(JSON.parse(localStorage.getItem(NAME)) ?? {});
  } catch {
    return [];
  }
}

export default function ({ data, setStateValue }) {
  const [{ code, seat }] = data;
  if (seat) {
    const others = kept().filter(([room]) => room !== code);
    try {
      localStorage.setItem(NAME, JSON.stringify(Object.fromEntries([...others.slice(1 - MOST), [code, seat]])));
    } catch {
      // Nothing is lost but the short way back.
    }
    return;
  }
  const known = kept().find(([room]) => room === code);
  if (known && typeof known[1] === "string") setStateValue("seat", known[1]);
}
