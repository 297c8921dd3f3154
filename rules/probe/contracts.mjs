// Turns the prober's lines about contracts into a document: what each helper takes and gives, every distinct answer
// once, with the sentences of the log that say so.

import { formatRanges } from './ranges.mjs';

/** `{ contracts, programs }`: the distinct answers, and by section the helpers' numbers with their answers' places. */
export function foldContracts(lines) {
  const contracts = [];
  const places = new Map();
  const placeOf = (contract) => {
    const key = JSON.stringify(contract);
    if (!places.has(key)) places.set(key, contracts.push(contract) - 1);
    return places.get(key);
  };
  const programs = Object.fromEntries(
    lines
      .filter((line) => line.contractsOf)
      .map(({ contractsOf, helpers }) => [contractsOf, foldHelpers(helpers, placeOf)]),
  );
  if (Object.keys(programs).length === 0) throw new Error('the prober said nothing of contracts');
  return { contracts, programs };
}

// Helpers that no program type tells apart have one contract in all of them.
function foldHelpers(helpers, placeOf) {
  const numbers = Object.entries(helpers).map(([helper, said]) => [helper, placeOf(foldContract(helper, said))]);
  return Object.fromEntries(numbers);
}

function foldContract(helper, { arguments: taken, varied, mapTypes, call, result, unlicensed, locked, packetAfter }) {
  return {
    helper: Number(helper),
    arguments: taken.map((argument, i) => foldArgument(argument, varied?.[i])),
    call: plain(call),
    ...(result && { result: withoutIds(result) }),
    ...(/GPL/.test(unlicensed) && { unlicensed: plain(unlicensed) }),
    ...(locked && { locked: plain(locked) }),
    ...(packetAfter && { packetAfter: plain(packetAfter) }),
    ...(mapTypes && { mapTypes: bySentence(mapTypes) }),
  };
}

function foldArgument(argument, varied) {
  return Object.fromEntries(Object.entries({ ...argument, ...varied }).map(([key, said]) => [key, plain(said)]));
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

function bySentence(answers) {
  const groups = {};
  for (const [type, said] of Object.entries(answers)) (groups[plain(said)] ??= []).push(Number(type));
  return Object.fromEntries(Object.entries(groups).map(([said, types]) => [said, formatRanges(types)]));
}
