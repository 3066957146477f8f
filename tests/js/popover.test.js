// What a button opened goes to the side with more room once more comes than fits where it stands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { belongsElsewhere } from "../../pages/ui/live/assets/popover.js";

const LOW = { top: 700, bottom: 740 };
const STRIP = { top: 744, shown: 40, whole: 300 };

test("a strip under a button at the window's end belongs above it, and what fits stays", () => {
  assert.equal(belongsElsewhere(LOW, STRIP, 800), true);
  assert.equal(belongsElsewhere(LOW, { ...STRIP, whole: 40 }, 800), false);
});

test("where the other side has less room, its end is scrolled to", () => {
  assert.equal(belongsElsewhere(LOW, { top: 100, shown: 596, whole: 900 }, 800), false);
  assert.equal(belongsElsewhere({ top: 100, bottom: 140 }, { top: 144, shown: 560, whole: 900 }, 800), false);
});
