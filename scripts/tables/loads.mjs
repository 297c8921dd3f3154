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
  return { words: words.values, programs, ...mergeTargets(kernels) };
}

/**
 * Which attach targets refuse a kind of program that others load, where every target was asked and the kernel gives its
 * reason: `{ targets, refusedAt: { section: [[first kernel, words, lists of targets], ...] } }`.
 */
function mergeTargets(kernels) {
  const lists = distinct();
  const refusedAt = {};
  for (const section of new Set(kernels.flatMap(({ data }) => Object.keys(data.targets ?? {})))) {
    const pairs = kernels.flatMap(({ version, data }) => {
      const said = refusalByTarget(data.targets?.[section]);
      return said ? [[version, said]] : [];
    });
    if (pairs.length > 0) refusedAt[section] = rowsOf(pairs, lists);
  }
  return { targets: lists.values.map((names) => names.join(' ')), refusedAt };
}

/** Hooks that a kernel was built without, or that are none, are refused in other words. */
function refusalByTarget(kind) {
  return kind?.all && kind.loading.length > 0
    ? kind.refused.find(({ message }) => /# is not sleepable$/.test(message))
    : undefined;
}

/** What all kernels have in common is listed once. */
function rowsOf(pairs, lists) {
  const names = pairs.map(([, { targets }]) => targets.split(' '));
  const common = names[0].filter((name) => names.every((list) => list.includes(name)));
  const place = (list) => (list.length > 0 ? [lists.indexOf(list)] : []);
  return firstOfEach(
    pairs.map(([version, { message }], i) => [
      version,
      [message, [...place(common), ...place(names[i].filter((name) => !common.includes(name)))]],
    ]),
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  ).map(([version, [message, places]]) => [version, message, places]);
}
