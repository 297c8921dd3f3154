/** Waiting for conditions with a limit: the only clock of the suite. */
import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 25;
export const LIMIT_MS = 10_000;

/** Asks until the answer satisfies; the failure shows the last answer, which says more than "timed out". */
export async function eventually<T>(
  what: string,
  ask: () => T | PromiseLike<T>,
  satisfied: (answer: T) => boolean,
  limitMs = LIMIT_MS,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs} ms; last answer:\n${show(answer)}`);
    await sleep(INTERVAL_MS);
  }
}

/** Asks until two answers, a while apart, are the same: for "nothing more comes". */
export async function settled<T>(what: string, ask: () => T | PromiseLike<T>, quietMs = 400): Promise<T> {
  let last = show(await ask());
  let since = Date.now();
  return eventually(what, ask, (answer) => {
    const now = show(answer);
    if (now !== last) [last, since] = [now, Date.now()];
    return Date.now() - since >= quietMs;
  });
}

function show(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value, undefined, 2);
}
