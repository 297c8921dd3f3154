// Turns the prober's lines about contracts into a document of their own: what each helper takes and gives, every
// distinct answer once, with the sentences of the log that say so.

import { formatRanges } from './ranges.mjs';

/**
 * `{ contracts, programs }`: the distinct answers, and by section the places of its helpers' answers, with what depends
 * on the program type as well.
 */
export function foldContracts(lines) {
  const kinds = lines.filter((line) => line.contractsOf);
  if (kinds.length === 0) throw new Error('the prober said nothing of contracts');
  const bySection = new Map(kinds.map((line) => [line.contractsOf, line.helpers]));
  const contracts = [];
  const places = new Map();
  const placeOf = (contract) => {
    const key = JSON.stringify(contract);
    if (!places.has(key)) places.set(key, contracts.push(contract) - 1);
    return places.get(key);
  };
  const programs = kinds.map(({ contractsOf, helpers }) => [
    contractsOf,
    foldKind(helpers, bySection, placeOf),
  ]);
  return { contracts, programs: Object.fromEntries(programs) };
}

function foldKind(helpers, bySection, placeOf) {
  const said = Object.entries(helpers).map(([helper, answer]) => [
    Number(helper),
    typeof answer === 'string' ? bySection.get(answer)[helper] : answer,
  ]);
  const own = said.filter(([helper]) => typeof helpers[helper] !== 'string');
  return {
    helpers: Object.fromEntries(
      said.map(([helper, answer]) => [helper, placeOf(foldContract(helper, answer))]),
    ),
    packetAfter: idsBySentence(said, 'packetAfter'),
    locked: idsBySentence(own, 'locked'),
  };
}

function foldContract(
  helper,
  { arguments: taken, varied, mapTypes, resultsByMap, call, result, unlicensed },
) {
  return {
    helper,
    arguments: taken.map((argument, i) => foldArgument(argument, varied?.[i])),
    call: plain(call),
    ...(result && { result: withoutIds(result) }),
    ...(/GPL/.test(unlicensed) && { unlicensed: plain(unlicensed) }),
    ...(mapTypes && { mapTypes: bySentence(Object.entries(mapTypes)) }),
    ...otherResults(result, resultsByMap),
  };
}

/** Results that differ with the type of the map, sizes of keys and values apart. */
function otherResults(result, resultsByMap = {}) {
  const kind = (printed) => withoutIds(printed).replace(/\b(ks|vs|smin|smax\w*)=[-\d]+/g, '');
  const others = Object.entries(resultsByMap).filter(([, own]) => kind(own) !== kind(result ?? ''));
  const pairs = others.map(([type, own]) => [type, withoutIds(own)]);
  return result && pairs.length > 0 ? { resultsByMap: bySentence(pairs) } : {};
}

function foldArgument(argument, varied) {
  return Object.fromEntries(
    Object.entries({ ...argument, ...varied }).map(([key, said]) => [key, plain(said)]),
  );
}

// 6.18 forgets to end some sentences, and the statistics follow at once.
function plain(sentence) {
  return sentence
    .replace(/processed \d+ insns.*$/, '')
    .replace(/bpf_\w+#\d+/, '#')
    .replace(/map_type \d+/, 'map_type #');
}

// Numbers that the verifier gives to pointers differ from program to program.
function withoutIds(result) {
  return result.replace(/\b(ref_obj_)?id=\d+/g, '$1id=#');
}

function idsBySentence(said, key) {
  return bySentence(said.flatMap(([helper, answer]) => (answer[key] ? [[helper, answer[key]]] : [])));
}

function bySentence(pairs) {
  const groups = {};
  for (const [number, said] of pairs) (groups[plain(said)] ??= []).push(Number(number));
  return Object.fromEntries(Object.entries(groups).map(([said, numbers]) => [said, formatRanges(numbers)]));
}
