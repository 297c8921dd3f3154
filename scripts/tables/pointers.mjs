// What becomes of a context pointer that was moved: by a constant, by a variable, or handed to a helper as memory.
import { firstOfEach } from './measured.mjs';

export function mergePointers(rows) {
  const programs = {};
  for (const { key, measured } of rows) {
    const loading = measured.filter(({ program }) => program.loads === true);
    const pairs = loading.map(({ version, program }) => [version, rowOf(program)]);
    const firsts = firstOfEach(pairs, (a, b) => JSON.stringify(a) === JSON.stringify(b));
    if (firsts.length > 0) programs[key] = firsts.map(([since, row]) => ({ since, ...row }));
  }
  return { programs };
}

/** Null where it is accepted; else the verifier's words with R# for the register and off=# for the offset. */
function rowOf({ constantOffset, variableOffset, fieldAddressAsMemory, packetWrite }) {
  return {
    constantOffset: wordsOf(constantOffset),
    variableOffset: wordsOf(variableOffset)?.replace(/=\(.*?\)/, '=(#)') ?? null,
    fieldAddress: wordsOf(fieldAddressAsMemory)?.replace(/expected=.*/, 'expected=fp') ?? null,
    packetWrite: wordsOf(packetWrite),
  };
}

function wordsOf(result) {
  if (result === true || result === undefined) return null;
  return result.replace(/\bR\d+\b/, 'R#').replace(/\boff=\d+/, 'off=#');
}
