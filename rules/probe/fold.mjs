// Turns the prober's lines into the document kept in rules/kernels: sets as ranges, the usual
// rejection said once, and whatever repeats itself replaced by a reference. Fails on what it does not know.

import { foldContracts } from './contracts.mjs';
import { foldDefinitions } from './definitions.mjs';
import { foldHelpers, isRefusedHelper, mostCommon } from './helpers.mjs';
import { foldKfuncs } from './kfuncs.mjs';
import { formatRanges, parseRanges } from './ranges.mjs';
import { foldTargets } from './targets.mjs';

export function fold(lines, origin) {
  const [kernel, ...rest] = lines;
  const end = rest.pop();
  if (!end?.helperNames) throw new Error('the prober stopped half way: its last line is missing');
  const asked = rest.filter(({ section }) => section);
  if (!asked.length) throw new Error('the prober was asked about no program kind that it knows');
  complete(asked);
  const argumentStructs = structsOf(asked);
  const programs = Object.fromEntries(asked.map((line) => [line.section, foldProgram(line)]));
  share(programs);
  return {
    ...identify(kernel),
    package: origin,
    arch: kernel.arch,
    loads: end.loads,
    programs,
    ...(argumentStructs && { argumentStructs }),
    ...foldTargets(rest),
    helperNames: end.helperNames,
  };
}

/** The document with the part about targets measured anew. Answers of two kernels never stand in one file. */
export function replaceTargets(document, lines) {
  if (!lines.at(-1).helperNames) throw new Error('the prober stopped half way: its last line is missing');
  const { release, build } = identify(lines[0]);
  if (document.release !== release || document.build !== build)
    throw new Error(
      `${document.kernel} was measured on "${document.build}", this is "${build}": measure the whole`,
    );
  const { helperNames, ...before } = document;
  const part = foldTargets(lines);
  if (!part.targets) throw new Error('the prober said nothing of targets');
  return { ...before, ...part, helperNames };
}

const parts = { contracts: foldContracts, kfuncs: foldKfuncs };

/** A document of its own: what helpers take and give, or what functions of the kernel do. */
export function foldPart(part, lines, origin) {
  const end = lines.at(-1);
  if (!end.helperNames) throw new Error('the prober stopped half way: its last line is missing');
  return {
    ...identify(lines[0]),
    package: origin,
    arch: lines[0].arch,
    loads: end.loads,
    ...parts[part](lines),
  };
}

/** A document of its own: which definitions of maps are taken. `types` are rules/uapi's constants. */
export function foldAboutMaps(lines, origin, { constants }) {
  const named = Object.entries(constants).filter(([name]) => name.startsWith('BPF_MAP_TYPE_'));
  return {
    ...identify(lines[0]),
    package: origin,
    arch: lines[0].arch,
    ...foldDefinitions(lines, new Map(named.map(([name, number]) => [number, name]))),
  };
}

/** Which kernel it is, from `uname -r` and `uname -v`. */
export function identify(kernel) {
  return { kernel: kernelVersion(kernel), release: kernel.release, build: kernel.version };
}

// Debian's release names an ABI ("5.10.0-46-amd64"); the version proper stands in the build line.
export function kernelVersion({ release, version }) {
  const match = /Debian (\d+\.\d+\.\d+)/.exec(version) ?? /^(\d+\.\d+\.\d+)/.exec(release);
  if (!match) throw new Error(`cannot tell the version of kernel "${release}"`);
  return match[1];
}

// The prober surveys a pointer once for every program type; for the others it says where.
function complete(lines) {
  for (const line of lines)
    for (const pointer of line.access ?? []) {
      if (!pointer.asIn) continue;
      const access = lines.find(({ section }) => section === pointer.asIn).access;
      const surveyed = access.find((other) => other.pointer === pointer.pointer);
      if (surveyed.nullCheckMessage !== pointer.nullCheckMessage)
        throw new Error(`${pointer.pointer} is not the same in ${line.section} as in ${pointer.asIn}`);
      Object.assign(pointer, surveyed);
      delete pointer.asIn;
    }
}

function foldProgram(line) {
  const { programType, attachType, sleepable, context, known, loads } = line;
  const head = { programType, attachType, sleepable, context, known, loads };
  if (loads !== true) return head;
  const access = line.access.filter(({ refused }) => refused === undefined || !isRefusedHelper(refused));
  return {
    ...head,
    ...foldReturns(line.returns),
    access: Object.fromEntries(access.map((pointer) => [pointer.pointer, foldPointer(pointer)])),
    ...line.uses,
    ...(line.globalArguments && { globalArguments: foldArguments(line.globalArguments) }),
    helpers: foldHelpers(line.helpers),
  };
}

function foldReturns({ unknown, tried, message, rejectedValue }) {
  if (unknown) return { returns: null };
  const returns = [];
  let open = null;
  for (const [value, accepted] of tried) {
    if (accepted && open) open.max = value;
    else if (accepted) returns.push((open = { min: value, max: value }));
    else open = null;
  }
  return { returns, returnMessage: { value: rejectedValue, message } };
}

function foldPointer(line) {
  const { refused, probed, read, write, yields, nullCheck, nullCheckMessage, immediateStore, atomic } = line;
  if (refused !== undefined) return { unreachable: refused };
  const [reads, writes] = [foldCells(read), foldCells(write)];
  const others = {};
  for (const [direction, { rejections, usual }] of [
    ['read', reads],
    ['write', writes],
  ])
    for (const [message, cells] of rejections)
      if (message !== usual) (others[message] ??= {})[direction] = cells;
  return {
    probed,
    read: reads.accepted,
    write: writes.accepted,
    rejection: { read: reads.usual, write: writes.usual },
    ...(Object.keys(others).length && { otherRejections: others }),
    ...(Object.keys(yields).length && { yields }),
    ...(nullCheck !== undefined && { nullCheck }),
    ...(nullCheckMessage !== undefined && { nullCheckMessage }),
    ...(immediateStore && { immediateStore: foldTally(immediateStore) }),
    ...(atomic && { atomic: foldTally(atomic) }),
  };
}

function foldCells(bySize) {
  const accepted = {};
  const rejections = new Map();
  const weight = new Map();
  for (const [size, cells] of Object.entries(bySize)) {
    const offsets = parseRanges(cells.accepted);
    if (offsets.length) accepted[size] = formatRanges(offsets, Number(size));
    for (const [message, text] of Object.entries(cells.rejected)) {
      const rejected = parseRanges(text);
      weight.set(message, (weight.get(message) ?? 0) + rejected.length);
      rejections.set(message, { ...rejections.get(message), [size]: formatRanges(rejected, Number(size)) });
    }
  }
  return { accepted, rejections, usual: mostCommon(weight) };
}

// true: always; a message: never; a tally: in some places.
function foldTally({ tried, accepted, message }) {
  if (accepted === tried) return true;
  return accepted === 0 ? message : { tried, accepted, message };
}

// Said once for all programs: what is not listed as accepted was refused.
function structsOf(lines) {
  const lists = lines.flatMap(({ globalArguments }) =>
    globalArguments ? [Object.keys(globalArguments)] : [],
  );
  if (lists.some((list) => list.join() !== lists[0].join()))
    throw new Error('not every program was asked about the same structs');
  return lists[0];
}

function foldArguments(answers) {
  const accepted = [];
  const refusals = new Map();
  for (const [struct, answer] of Object.entries(answers)) {
    const words = answer === true ? null : withoutFunction(answer);
    if (words === null) accepted.push(struct);
    else refusals.set(words, [...(refusals.get(words) ?? []), struct]);
  }
  const usual = mostCommon(new Map([...refusals].map(([message, structs]) => [message, structs.length])));
  refusals.delete(usual);
  return {
    accepted,
    refusal: usual,
    ...(refusals.size && { otherRefusals: Object.fromEntries(refusals) }),
  };
}

// The prober's function is "f", and the first after the program.
function withoutFunction(message) {
  const words = message
    .replace(/\bf\(\)/, '<function>()')
    .replace("'f'", "'<function>'")
    .replace('func#1', 'func#');
  if (/\bf\b/.test(words)) throw new Error(`where is the function's name in this message? "${message}"`);
  return words;
}

// References lead straight to the first program that says the thing in full, never to another reference.
function share(programs) {
  const pointers = new Map();
  const others = { globalArguments: new Map(), helpers: new Map() };
  for (const [section, program] of Object.entries(programs)) {
    if (program.loads !== true) continue;
    for (const [pointer, access] of Object.entries(program.access)) {
      const text = JSON.stringify(access);
      if (pointers.has(text)) program.access[pointer] = { sameAs: pointers.get(text) };
      else pointers.set(text, [section, pointer]);
    }
    for (const [key, known] of Object.entries(others)) {
      const text = JSON.stringify(program[key]);
      if (known.has(text)) program[key] = { sameAs: known.get(text) };
      else if (text) known.set(text, section);
    }
  }
}
