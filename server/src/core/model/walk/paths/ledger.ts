/** Keeps what paths did, and under which assumptions, until it is done whatever holds. */
import type { Assumptions } from './path.js';

export interface Ledger {
  note(key: string, assumed: Assumptions): void;
  /** Whether a path did it for every way that what was assumed may come out. */
  isSure(key: string): boolean;
  /** Whether a path did it at all. */
  isKnown(key: string): boolean;
}

const mostPerKey = 48;

export function createLedger(): Ledger {
  const notes = new Map<string, Assumptions[]>();
  const sure = new Set<string>();
  return {
    note(key, assumed) {
      if (sure.has(key)) return;
      const all = notes.get(key) ?? [];
      if (all.length < mostPerKey) all.push(assumed);
      notes.set(key, all);
      if (isCovered(all)) sure.add(key);
    },
    isSure: (key) => sure.has(key),
    isKnown: (key) => notes.has(key),
  };
}

/** Whether one of the assumptions holds, whatever each test comes out as. */
function isCovered(all: readonly Assumptions[]): boolean {
  if (all.some((each) => each.size === 0)) return true;
  const [test] = all[0]?.keys() ?? [];
  return test !== undefined && [true, false].every((outcome) => isCovered(without(all, test, outcome)));
}

/** What is left to assume once a test came out one way. */
function without(all: readonly Assumptions[], test: string, outcome: boolean): readonly Assumptions[] {
  return all
    .filter((each) => each.get(test) !== !outcome)
    .map((each) => new Map([...each].filter(([key]) => key !== test)));
}
