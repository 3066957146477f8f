// A finger that goes up or down scrolls the page; only one that goes sideways moves what it lies on.
/** @import {Hold} from "./types.d.ts" */
export const THUMB_PX = 3;
export const TRACK_PX = 8;

/**
 * Where a pointer took hold. A mouse means what it does; a finger has to show it first.
 * @type {(event: PointerEvent, least: number) => Hold}
 */
export const hold = (event, least) =>
  ({ x: event.clientX, y: event.clientY, least, meant: event.pointerType !== "touch" });

/**
 * @param {Hold} held
 * @param {PointerEvent} event
 */
export function meant(held, event) {
  const across = Math.abs(event.clientX - held.x);
  held.meant ||= across >= held.least && across > Math.abs(event.clientY - held.y);
  return held.meant;
}

/** @type {(held: Hold, event: PointerEvent) => boolean} */
export const stayed = (held, event) => Math.hypot(event.clientX - held.x, event.clientY - held.y) < TRACK_PX;
