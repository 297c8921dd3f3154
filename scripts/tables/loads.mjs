// On which measured kernels a kind of program loads at all, and the verifier's words where it does not. A kind that
// names a target loads where one target lets it; a refusal that depends on the target says nothing of the kind.
import { loadsOn, ownSections, refusalOfKind } from './kinds.mjs';
import { distinct, firstOfEach } from './measured.mjs';

/** `{ words, programs: { section: [[first kernel, null or the words' place], ...] } }`. */
export function mergeLoads(kernels, rows) {
  const words = distinct();
  const programs = {};
  for (const section of ownSections(rows)) {
    const pairs = kernels.flatMap(({ version, data }) => {
      if (loadsOn(data, section, rows)) return [[version, null]];
      const refusal = refusalOfKind(data, section, rows);
      return refusal === null ? [] : [[version, words.indexOf(refusal)]];
    });
    // What no measured kernel loads was built out of them, which says nothing of others.
    if (pairs.some(([, refusal]) => refusal === null)) programs[section] = firstOfEach(pairs);
  }
  return { words: words.values, programs };
}
