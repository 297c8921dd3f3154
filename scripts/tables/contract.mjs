// What one helper takes and gives on one kernel in one kind of program: the prober's sentences in the table's form.
import { parseRanges } from '../../rules/probe/ranges.mjs';
import { isLeak, parametersOf } from './contract-parameters.mjs';

/** What fills an argument with something that has to be given back. */
const referenced = ['record', 'found socket', "record's dynptr"];

/** Of a call that wants a reference and got none. */
const wantsReference =
  /has not been acquired before$|expects referenced PTR_TO_BTF_ID|^arg 1 is an unacquired reference$/;

/** What is only said once all arguments were looked at: check_helper_call() in kernel/bpf/verifier.c. */
const behind =
  /cannot be used inside bpf_spin_lock-ed region$|^bpf_spin_(unlock without taking a lock|lock is missing unlock)|^Unsupported reg type/;

/** `{ parameters, more, result, acquires, releases, maps, resultsByMap }`; `more`: arguments behind those may be missing. */
export function contractOf(raw, words, ofMachine) {
  const parameters = parametersOf(raw, words);
  const filled = raw.arguments.findIndex(({ filledWith }) => referenced.includes(filledWith));
  const isWhole = raw.call === 'ok' || isLeak(raw.call) || parameters.length === 5 || behind.test(raw.call);
  const releases = releasedBy(raw, filled, parameters);
  return {
    parameters,
    ...(!isWhole && { more: true }),
    ...(raw.result && { result: ofMachine ?? resultOf(raw.result, parameters) }),
    ...(isLeak(raw.call) && filled < 0 && { acquires: true }),
    ...(releases >= 0 && { releases }),
    ...(raw.mapTypes && isWhole && { maps: mapsOf(raw.mapTypes, words) }),
    ...(raw.resultsByMap && { resultsByMap: resultsByMap(raw, parameters) }),
  };
}

/** The argument that is given back; -1: none. */
function releasedBy({ call }, filled, parameters) {
  if (filled >= 0) return call === 'ok' ? filled : -1;
  if (!wantsReference.test(call)) return -1;
  return parameters.findIndex(({ kind }) => kind === 'socket' || kind === 'dynptr');
}

/** What R0 is called after the call, and what it is then. */
const results = [
  [/^map_value(_or_null)?$/, () => ({ kind: 'map value' })],
  [/^map_ptr(_or_null)?$/, () => ({ kind: 'map' })],
  [/^(?:ringbuf_mem|alloc_mem|mem)(_or_null)?$/, (_, parameters) => recordOf(parameters)],
  [
    /^(?:sock_common|tcp_sock|xdp_sock|sock)(_or_null)?$/,
    ([name]) => ({ kind: 'socket', struct: name.replace('_or_null', '') }),
  ],
  [/^(?:trusted_)?ptr_(or_null_)?(\w+)$/, ([, , struct]) => ({ kind: 'kernel pointer', struct })],
];

/** R0 as the log prints it. */
function resultOf(printed, parameters) {
  const [, name, inside = ''] = /^(-?\w+)(?:\((.*)\))?$/.exec(printed);
  if (/^(scalar|inv)$/.test(name)) return numberOf(inside, parameters);
  for (const [pattern, make] of results) {
    const match = pattern.exec(name);
    if (match) return { ...make(match, parameters), ...(match[1] && { nullable: true }) };
  }
  throw new Error(`contracts: no kind for a result: ${printed}`);
}

/** `[[result, types of maps, whether it has to be given back], ...]` where it is not the usual one. */
function resultsByMap({ resultsByMap: printed, mapTypes }, parameters) {
  const leaking = Object.entries(mapTypes).flatMap(([said, types]) =>
    isLeak(said) ? parseRanges(types) : [],
  );
  return Object.entries(printed).map(([said, types]) => [
    resultOf(said, parameters),
    types,
    parseRanges(types).every((type) => leaking.includes(type)),
  ]);
}

/** As many bytes as the number says that must be a constant. */
function recordOf(parameters) {
  const sizeIn = parameters.findIndex(({ constant }) => constant);
  return { kind: 'memory', ...(sizeIn >= 0 && { sizeIn }) };
}

/** Bounds as signed numbers of 64 bits; the number 8 was handed over as each size. */
function numberOf(inside, parameters) {
  const [min, max] = ['smin', 'smax'].map((key) => {
    const said = new RegExp(`\\b${key}(?:_value)?=(?:\\w+=)*(-?\\d+)`).exec(inside)?.[1];
    return said === undefined ? undefined : Number(said);
  });
  const size = parameters.findIndex(({ sizeOf }) => sizeOf !== undefined);
  return {
    kind: 'number',
    ...(min !== undefined && { min }),
    ...(max !== undefined && (max === 8 && size >= 0 ? { maxIn: size } : { max })),
  };
}

/** Types of maps that are taken, and those that are not, by the words. */
function mapsOf(said, words) {
  const isTaken = (sentence) => sentence === 'ok' || isLeak(sentence);
  const entries = Object.entries(said);
  return {
    taken: entries
      .filter(([sentence]) => isTaken(sentence))
      .map(([, types]) => types)
      .join(','),
    refused: entries
      .filter(([sentence]) => isAboutMap(sentence))
      .map(([sentence, types]) => [words.indexOf(sentence), types]),
  };
}

/** Other sentences are about what else was handed over: a key of no bytes, a value that has to be a socket. */
const aboutMaps = [
  /^cannot pass map_type # into func #$/,
  /^expected prog array map for tail call$/,
  /^kernel subsystem misconfigured verifier$/,
  /^write into map forbidden$/,
  /^invalid arg_type for sockmap\/sockhash$/,
  /^Sleepable programs can only use /,
];

function isAboutMap(sentence) {
  return aboutMaps.some((pattern) => pattern.test(sentence));
}
