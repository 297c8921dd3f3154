// Which constants a program may return, with the verifier's words about one that it may not.
import { firstOfEach } from './measured.mjs';

export function mergeReturns(rows) {
  const programs = {};
  for (const { key, measured } of rows) {
    const loading = measured.filter(({ program }) => program.loads === true);
    const pairs = loading.map(({ version, program }) => [version, rowOf(program)]);
    const firsts = firstOfEach(pairs, (a, b) => JSON.stringify(a) === JSON.stringify(b));
    if (firsts.some(([, row]) => row.ranges))
      programs[key] = firsts.map(([since, row]) => ({ since, ...row }));
  }
  return { programs };
}

function rowOf({ returns, returnMessage }) {
  if (returns === undefined) throw new Error('returns: a program that loads has none');
  if (returns === null) return { ranges: null };
  return { ranges: returns, ...(returnMessage ? { message: wordsFor(returnMessage) } : {}) };
}

/** The message with `#` in the place of the value that was tried, in decimal and in hexadecimal. */
function wordsFor({ value, message }) {
  return message
    .replaceAll(`smin=${value} smax=${value}`, 'smin=# smax=#')
    .replace(`(0x${value.toString(16)}; 0x0)`, '(0x#; 0x0)');
}
