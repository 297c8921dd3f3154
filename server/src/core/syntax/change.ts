/** Where two versions of a text differ. Knows characters only. */

/** Code units `start` to `oldEnd` of the old text became `start` to `newEnd` of the new one. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The smallest change that leaves the beginning and the end of both texts as they are. */
export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  const start = commonStart(before, after, shorter);
  const tail = commonEnd(before, after, shorter - start);
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

const STEP = 1024;

function commonStart(before: string, after: string, limit: number): number {
  let at = 0;
  while (at + STEP <= limit && before.slice(at, at + STEP) === after.slice(at, at + STEP)) at += STEP;
  while (at < limit && before.charCodeAt(at) === after.charCodeAt(at)) at++;
  return at;
}

function commonEnd(before: string, after: string, limit: number): number {
  const shift = after.length - before.length;
  let at = before.length;
  const first = before.length - limit;
  while (at - STEP >= first && before.slice(at - STEP, at) === after.slice(at - STEP + shift, at + shift))
    at -= STEP;
  while (at > first && before.charCodeAt(at - 1) === after.charCodeAt(at - 1 + shift)) at--;
  return before.length - at;
}
