// What the verifier says when a program hands its context to a global function, by the struct that its parameter
// points to: each distinct answer once, and who has which since when.
import { distinct, firstOfEach } from './measured.mjs';

const notMeasured = -1;

export function mergeSubprograms(kernels, rows) {
  const { values: answers, indexOf } = distinct();
  const programs = {};
  for (const { key, measured } of rows) {
    const pairs = measured.map(({ version, program, data }) => {
      const answer = answerOf(data, program);
      return [version, answer ? indexOf(answer) : notMeasured];
    });
    const firsts = firstOfEach(pairs);
    const told = firsts[0]?.[1] === notMeasured ? firsts.slice(1) : firsts;
    if (told.length > 0) programs[key] = told;
  }
  return { structs: structsOf(kernels), answers, programs };
}

function answerOf(data, { globalArguments }) {
  return globalArguments?.sameAs ? data.programs[globalArguments.sameAs].globalArguments : globalArguments;
}

/** Every struct that was asked about. Were they not the same on all kernels, an unknown one could not be told. */
function structsOf(kernels) {
  const lists = kernels.flatMap(({ data }) => (data.argumentStructs ? [data.argumentStructs] : []));
  const [first, ...rest] = lists;
  if (rest.some((list) => list.join() !== first.join()))
    throw new Error('subprograms: the kernels were not asked about the same structs');
  return first ?? [];
}
