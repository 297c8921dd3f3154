/** A unified diff of two texts, as `patch -p1` and `git apply` read it. */

/** Unchanged lines around a change. */
const context = 3;

/** Lines kept, removed or added, in order; every line with its own end. */
interface Step {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * The diff from `before` to `after`; empty when they are the same. Works on bytes, so that it fits the file
 * whatever its encoding: one code unit a byte, and back.
 */
export function unifiedDiff(path: string, before: Uint8Array, after: Uint8Array): Uint8Array {
  const [name = '', old = '', fresh = ''] = [path, before, after].map((data) =>
    Buffer.from(data).toString('latin1'),
  );
  if (old === fresh) return new Uint8Array();
  const all = compare(splitLines(old), splitLines(fresh));
  const hunks = hunksOf(all).map((range) => hunkText(all, range));
  const below = name.replace(/^\/+/, '');
  return Buffer.from([`--- a/${below}\n+++ b/${below}\n`, ...hunks].join(''), 'latin1');
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compare(before: readonly string[], after: readonly string[]): readonly Step[] {
  const head = commonLength(before, after, (lines, index) => lines[index]);
  const [oldRest, newRest] = [before.slice(head), after.slice(head)];
  const tail = commonLength(oldRest, newRest, (lines, index) => lines[lines.length - 1 - index]);
  return [
    ...steps(' ', before.slice(0, head)),
    ...shortestEdit(oldRest.slice(0, oldRest.length - tail), newRest.slice(0, newRest.length - tail)),
    ...steps(' ', before.slice(before.length - tail)),
  ];
}

type LineAt = (lines: readonly string[], index: number) => string | undefined;

function commonLength(a: readonly string[], b: readonly string[], at: LineAt): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && at(a, length) === at(b, length)) length++;
  return length;
}

function steps(kind: Step['kind'], lines: readonly string[]): readonly Step[] {
  return lines.map((line) => ({ kind, line }));
}

/**
 * Myers' greedy algorithm. `reach[k]` is how far along `before` the best path on diagonal k has come; one copy
 * a round is kept to walk back along. Fixes touch few lines, so rounds are few.
 */
function shortestEdit(before: readonly string[], after: readonly string[]): readonly Step[] {
  const history: ReadonlyMap<number, number>[] = [];
  const reach = new Map<number, number>([[1, 0]]);
  for (let round = 0; ; round++) {
    history.push(new Map(reach));
    for (let k = -round; k <= round; k += 2) {
      let x = firstOnDiagonal(reach, k, round);
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
      reach.set(k, x);
      if (x >= before.length && x - k >= after.length) return walkBack(history, before, after);
    }
  }
}

function firstOnDiagonal(reach: ReadonlyMap<number, number>, k: number, round: number): number {
  const [down, right] = [reach.get(k + 1) ?? 0, reach.get(k - 1) ?? 0];
  return k === -round || (k !== round && right < down) ? down : right + 1;
}

function walkBack(
  history: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly Step[] {
  const backward: Step[] = [];
  let [x, y] = [before.length, after.length];
  for (let round = history.length - 1; round >= 0; round--) {
    const reach = history[round] ?? new Map<number, number>();
    const k = x - y;
    const isAdded = k === -round || (k !== round && (reach.get(k - 1) ?? 0) < (reach.get(k + 1) ?? 0));
    const fromX = reach.get(isAdded ? k + 1 : k - 1) ?? 0;
    const fromY = fromX - (isAdded ? k + 1 : k - 1);
    for (; x > fromX && y > fromY; x--, y--) backward.push({ kind: ' ', line: before[x - 1] ?? '' });
    if (round > 0)
      backward.push(isAdded ? { kind: '+', line: after[--y] ?? '' } : { kind: '-', line: before[--x] ?? '' });
  }
  return backward.reverse();
}

interface StepRange {
  readonly start: number;
  readonly end: number;
}

function hunksOf(all: readonly Step[]): readonly StepRange[] {
  const hunks: StepRange[] = [];
  all.forEach(({ kind }, index) => {
    if (kind === ' ') return;
    const start = Math.max(0, index - context);
    const end = Math.min(all.length, index + context + 1);
    const last = hunks.at(-1);
    if (last && start <= last.end) hunks[hunks.length - 1] = { start: last.start, end };
    else hunks.push({ start, end });
  });
  return hunks;
}

function hunkText(all: readonly Step[], { start, end }: StepRange): string {
  const side = (kind: '-' | '+'): string => {
    const count = (part: readonly Step[]): number =>
      part.filter((step) => step.kind === ' ' || step.kind === kind).length;
    const length = count(all.slice(start, end));
    return `${kind}${count(all.slice(0, start)) + (length > 0 ? 1 : 0)},${length}`;
  };
  const lines = all
    .slice(start, end)
    .map(({ kind, line }) => kind + (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`));
  return [`@@ ${side('-')} ${side('+')} @@\n`, ...lines].join('');
}
