/** Times work and tells of it in numbers that a busy machine distorts least: medians, and the slow end. */

/** Milliseconds, in the order measured. */
export type Times = readonly number[];

/** Runs the work `warmUp` times unmeasured and `times` times measured. */
export async function measure(
  times: number,
  warmUp: number,
  work: (round: number) => unknown,
): Promise<Times> {
  const measured: number[] = [];
  for (let round = -warmUp; round < times; round++) {
    const begin = performance.now();
    await work(round + warmUp);
    if (round >= 0) measured.push(performance.now() - begin);
  }
  return measured;
}

/** Runs two things in turn, so that whatever else the machine does falls on both alike. */
export async function measureSideBySide(
  times: number,
  warmUp: number,
  first: () => unknown,
  second: () => unknown,
): Promise<readonly [Times, Times]> {
  const results: [number[], number[]] = [[], []];
  await measure(times, warmUp, async (round) => {
    for (const [index, work] of [first, second].entries()) {
      const begin = performance.now();
      await work();
      if (round >= warmUp) results[index]?.push(performance.now() - begin);
    }
  });
  return results;
}

/** The value below which this share of the times lies: 0.5 is the median. */
export function quantile(times: Times, share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** One line of the report; `aim` says what was wished for. */
export interface Row {
  readonly what: string;
  /** A tenth was faster: what an idle machine would show, when this one is busy. */
  readonly best: string;
  readonly median: string;
  readonly p99: string;
  readonly aim: string;
}

/** A row of times. */
export function rowOf(what: string, times: Times, aim = ''): Row {
  return {
    what: `${what} (${times.length} times)`,
    best: `${quantile(times, 0.1).toFixed(2)} ms`,
    median: `${quantile(times, 0.5).toFixed(2)} ms`,
    p99: `${quantile(times, 0.99).toFixed(2)} ms`,
    aim,
  };
}

/** A row that compares what was measured in the same run. */
export function ratioOf(what: string, of: Times, to: Times, aim = ''): Row {
  const ratio = (share: number): string => `${(quantile(of, share) / quantile(to, share)).toPrecision(3)} x`;
  return { what, best: ratio(0.1), median: ratio(0.5), p99: '', aim };
}

/** Prints rows below each other. */
export function printRows(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map((row) => row.what.length), title.length);
  const line = (row: Row): string =>
    [row.what.padEnd(width), ...[row.best, row.median, row.p99].map((cell) => cell.padStart(10)), row.aim]
      .join('  ')
      .trimEnd();
  const head = { what: title, best: 'fast tenth', median: 'median', p99: 'p99', aim: 'aim' };
  for (const row of [head, ...rows]) console.log(line(row));
  console.log('');
}
