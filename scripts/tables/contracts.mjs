// What helpers take and give: each distinct answer once, and for each helper which it gave since when; where that depends
// on the kind of program, to which. From rules/contracts, whose sentences say each of it.
import { formatRanges, parseRanges } from '../../rules/probe/ranges.mjs';
import { isAboutConstant } from './contract-parameters.mjs';
import { contractOf } from './contract.mjs';
import { ownSections } from './kinds.mjs';
import { distinct, firstOfEach } from './measured.mjs';

/** `kernels` as chooseKernels() gives them, of rules/contracts; `byHand` is rules/handwritten/contracts.json. */
export function mergeContracts(kernels, rows, byHand) {
  const parts = { words: distinct(), parameters: distinct(), maps: distinct(), contracts: distinct() };
  const kinds = [...new Set(kernels.flatMap(({ data }) => Object.keys(data.programs)))];
  const answers = kernels.map((kernel) => answersOf(kernel, kinds, parts, byHand.ofMachine));
  const ids = [...new Set(answers.flatMap((answer) => [...answer.keys()]))].sort((a, b) => a - b);
  const history = (id) =>
    firstOfEach(
      answers.map((answer, i) => [kernels[i].version, answer.get(id) ?? null]),
      isSame,
    );
  return {
    words: parts.words.values,
    parameters: parts.parameters.values,
    maps: parts.maps.values,
    contracts: parts.contracts.values,
    kinds,
    helpers: Object.fromEntries(
      ids.map((id) => [id, history(id).filter(([, answer], i) => i > 0 || answer !== null)]),
    ),
    programs: kindsOfPrograms(kinds, rows),
    gpl: firstOfEach(
      kernels.map(({ version, data }) => [version, restricted(data, kinds)]),
      isSame,
    ),
    numberNames: firstOfEach(kernels.map(({ version, data }) => [version, numberName(data)])),
    constantWords: firstOfEach(kernels.map(({ version, data }) => [version, constantWords(data)])),
    gplWords: gplOnly,
    gplCompatible: byHand.gplCompatible.licences,
    licensed: firstOfEach(
      kernels.map(({ version, data }) => [version, licensed(data, kinds, parts.words)]),
      isSame,
    ),
    movesPacket: firstOfEach(kernels.map(({ version, data }) => [version, moving(data)])),
    locked: firstOfEach(
      kernels.map(({ version, data }) => [version, locked(data, kinds, parts.words)]),
      isSame,
    ),
  };
}

function isSame(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Helper to `[[place of a contract, kinds of program], ...]`; a place alone where all kinds have the same. */
function answersOf({ version, data }, kinds, parts, ofMachine) {
  const places = data.contracts.map((raw) => {
    const row = ofMachine[raw.helper];
    return parts.contracts.indexOf(packed(contractOf(raw, parts.words, row?.result), parts));
  });
  const answers = new Map();
  for (const [kind, { helpers }] of Object.entries(data.programs))
    for (const [id, place] of Object.entries(helpers))
      note(answers, Number(id), places[place], kinds.indexOf(kind));
  if (answers.size === 0) throw new Error(`contracts: ${version} tells nothing`);
  return new Map([...answers].map(([id, byPlace]) => [id, printAnswer(byPlace)]));
}

function note(answers, id, place, kind) {
  const byPlace = answers.get(id) ?? new Map();
  answers.set(id, byPlace.set(place, [...(byPlace.get(place) ?? []), kind]));
}

function printAnswer(byPlace) {
  if (byPlace.size === 1) return [...byPlace.keys()][0];
  return [...byPlace].map(([place, kinds]) => [place, formatRanges(kinds)]);
}

function packed({ parameters, maps, ...rest }, parts) {
  return {
    parameters: parameters.map((each) => parts.parameters.indexOf(each)),
    ...rest,
    ...(maps && { maps: parts.maps.indexOf(maps) }),
  };
}

/**
 * Which kinds of program each section of rules/programs.json was measured as; those that were not are left out. A kind
 * that may sleep was only asked about what others may not call, so one that may not stands second.
 */
function kindsOfPrograms(kinds, rows) {
  const own = ownSections(rows).map((section) => [section, kindsOf(section, kinds, rows)]);
  return Object.fromEntries(own.filter(([, places]) => places.length > 0));
}

function kindsOf(section, kinds, rows) {
  const awake = rows.sleepable.has(section) ? [true, false] : [false];
  return awake.flatMap((sleeps) => {
    const kind = kinds.findIndex((each) => isAlike(section, sectionOf(each, rows), sleeps, rows));
    return kind < 0 ? [] : [kind];
  });
}

/** What the prober asked stands for all programs of the type; of what attaches by BTF, of the attach type: is_alike(). */
function isAlike(section, other, sleeps, { programs, sleepable }) {
  const [own, asked] = [programs[section], programs[other]];
  const isTyped = own.context === null || asked.context === null;
  return (
    own.programType === asked.programType &&
    sleepable.has(other) === sleeps &&
    (!isTyped || own.attachType === asked.attachType)
  );
}

/** A kind is named by its section, some with a target behind the slash. */
function sectionOf(kind, { programs }) {
  const section = programs[kind] ? kind : kind.slice(0, kind.lastIndexOf('/'));
  if (!programs[section]) throw new Error(`contracts: no program for ${kind}`);
  return section;
}

/** What the verifier calls a register that holds a number. */
function numberName({ contracts }) {
  const names = contracts.flatMap(({ arguments: asked }) =>
    asked.flatMap(({ number }) => / type=(\w+) /.exec(number)?.[1] ?? []),
  );
  if (new Set(names).size !== 1) throw new Error(`contracts: a number is called ${[...new Set(names)]}`);
  return names[0];
}

/** What it says of a size that it does not know, where it must; R# for the register. */
function constantWords({ contracts }) {
  const unknown = contracts.flatMap(({ arguments: asked }) => asked.map((each) => each.unknown ?? ''));
  const words = new Set(unknown.filter(isAboutConstant).map((said) => said.replace(/\bR\d\b/, 'R#')));
  if (words.size !== 1) throw new Error(`contracts: of what is no constant: ${[...words].join('; ')}`);
  return [...words][0];
}

const gplOnly = 'cannot call GPL-restricted function from non-GPL compatible program';

/** `[helpers that are for the GPL alone, [[helper, kinds of program in which it is], ...]]`. */
function restricted({ contracts, programs }, kinds) {
  const [inAll, free] = [new Map(), new Set()];
  for (const [kind, { helpers }] of Object.entries(programs))
    for (const [id, place] of Object.entries(helpers)) {
      const said = contracts[place].unlicensed;
      if (said === gplOnly) inAll.set(id, [...(inAll.get(id) ?? []), kinds.indexOf(kind)]);
      else if (!said) free.add(id);
    }
  const some = [...inAll].filter(([id]) => free.has(id));
  const always = [...inAll.keys()].filter((id) => !free.has(id));
  return [formatRanges(always.map(Number)), some.map(([id, own]) => [Number(id), formatRanges(own)])];
}

/** `[[words, kinds of program that need a licence whatever they call], ...]`. */
function licensed({ contracts, programs }, kinds, words) {
  const byWords = new Map();
  for (const [kind, { helpers }] of Object.entries(programs)) {
    const said = Object.values(helpers).map((place) => contracts[place].unlicensed);
    if (said.every((each) => each && each !== gplOnly))
      byWords.set(said[0], [...(byWords.get(said[0]) ?? []), kinds.indexOf(kind)]);
  }
  return [...byWords].map(([said, own]) => [words.indexOf(said), formatRanges(own)]);
}

/** Helpers after whose call no pointer into the packet is good any more. */
function moving({ kernel, programs }) {
  const [moved, kept] = [new Set(), new Set()];
  for (const { packetAfter } of Object.values(programs))
    for (const [said, ids] of Object.entries(packetAfter)) {
      if (said !== 'ok' && !/^R9 invalid mem access '(scalar|inv)'$/.test(said))
        throw new Error(`contracts: packet: ${said}`);
      for (const id of parseRanges(ids)) (said === 'ok' ? kept : moved).add(id);
    }
  const both = [...moved].filter((id) => kept.has(id));
  if (both.length > 0) throw new Error(`contracts: ${kernel}: ${both} moves the packet in one program only`);
  return formatRanges(moved);
}

/**
 * `[helpers that may be called while a lock is held, words for others, [[words, kinds of program that take no lock], ...]]`.
 */
function locked({ programs }, kinds, words) {
  const [may, refused] = [new Set(), new Set()];
  const without = new Map();
  for (const [kind, { locked }] of Object.entries(programs))
    for (const [said, ids] of Object.entries(locked)) {
      if (/ progs? cannot use bpf_spin_lock( yet)?$|^unknown func #$/.test(said))
        without.set(said, [...(without.get(said) ?? []), kinds.indexOf(kind)]);
      else if (
        /^(function calls are not allowed while holding a lock|function calls are not allowed)/.test(said)
      )
        refused.add(said);
      else for (const id of parseRanges(ids)) may.add(id);
    }
  if (refused.size !== 1) throw new Error(`contracts: under a lock: ${[...refused].join('; ')}`);
  return [
    formatRanges(may),
    words.indexOf([...refused][0]),
    [...without].map(([said, own]) => [words.indexOf(said), formatRanges(own)]),
  ];
}
