/** The differential test as a command: `npm run differential -- --seed 1 --programs 2000`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describe, summary } from './report.js';
import { openSession, type Outcome } from './session.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    programs: { type: 'string', default: '2000' },
    /** One program alone. */
    only: { type: 'string' },
    /** So many disagreements are made smaller; the others are counted. */
    minimise: { type: 'string', default: '40' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-differential-'));
const session = await openSession(folder);
if (typeof session === 'string') {
  console.error(`differential: ${session}`);
  process.exitCode = 2;
} else {
  const seed = Number(values.seed);
  const [first, last] = values.only
    ? [Number(values.only), Number(values.only)]
    : [0, Number(values.programs) - 1];
  const outcome = await inParts(first, last, (from, to) => session.run(seed, from, to));
  for (const words of outcome.broken) console.error(`does not compile: ${words}`);
  const small = await session.minimised(outcome.disagreements.slice(0, Number(values.minimise)));
  for (const each of small) console.log(describe(each));
  console.log(summary(outcome));
  process.exitCode = outcome.disagreements.length > 0 || outcome.broken.length > 0 ? 1 : 0;
  if (outcome.broken.length > 0) console.error(`the files are in ${folder}`);
  else rmSync(folder, { recursive: true });
}

/** So that no folder grows too large for one run of the tool. */
async function inParts(
  first: number,
  last: number,
  run: (from: number, to: number) => Promise<Outcome>,
): Promise<Outcome> {
  const size = 500;
  const parts: Outcome[] = [];
  for (let from = first; from <= last; from += size)
    parts.push(await run(from, Math.min(from + size - 1, last)));
  return {
    verdicts: parts.flatMap((part) => part.verdicts),
    disagreements: parts.flatMap((part) => part.disagreements),
    broken: parts.flatMap((part) => part.broken),
  };
}
