/** Definitions of maps that the loader does not read, or the kernel does not make. */
import type { MapAttribute } from '../kernel/maps.js';
import type { MapNumber, MapPart } from '../model/maps.js';
import type { FileSpan } from '../text.js';
import type { Doubt } from './doubts.js';
import { lockedWithoutType } from './map-locks.js';
import type { MapInput, MapRule, RuleFinding } from './rule.js';
import { onSomeKernels } from './wording.js';

export const mapDefinition: MapRule = {
  meta: {
    id: 'map-definition',
    severity: 'error',
    fixable: true,
    summary: 'A map is defined as the loader does not read it, or the kernel does not make it',
  },
  *checkMap(input) {
    const { map } = input;
    const type = map.type?.value ?? null;
    if (map.form === 'legacy') yield* legacy(input);
    else if (type !== null && !map.isPartial && input.facts.maps.name(type) !== null)
      yield* judgeParts(input, type);
  },
};

function* judgeParts(input: MapInput, type: bigint): Iterable<RuleFinding> {
  yield* attributes(input, type);
  yield* flags(input, type);
  yield* lockedWithoutType(input);
}

/** Loaders other than libbpf read them on. Told once: who has one has many. */
function* legacy({ map, maps, settings }: MapInput): Iterable<RuleFinding> {
  if (settings.loader !== 'libbpf' || settings.isLoaderAssumed) return;
  if (maps.find(({ form }) => form === 'legacy') !== map) return;
  yield {
    span: map.sectionSpan,
    what: `\`${map.name}\` is defined in the old form, which libbpf 1.0 does not read`,
    verifier: "legacy map definitions in 'maps' section are not supported by libbpf v1.0+",
    advice: 'Define it in `SEC(".maps")`, with `__uint` and `__type` for its members.',
    doubt: 'older',
    related: [],
    fixes: [],
  };
}

interface Told {
  readonly attribute: MapAttribute;
  readonly name: string;
  readonly value: bigint;
  /** Null where it is not written. */
  readonly span: FileSpan | null;
}

function* attributes(input: MapInput, type: bigint): Iterable<RuleFinding> {
  const { map } = input;
  // A map of maps, and a program array whose programs are named, have descriptors for values.
  const value = map.value ?? (map.inner ? { size: 4, span: null } : null);
  const told = [
    ofPart('keySizes', map.key, 'key'),
    ofPart('valueSizes', value, 'value'),
    ofNumber(map.entries),
  ];
  for (const each of told) {
    const finding = each && judge(each, type, input);
    if (finding) yield finding;
  }
}

function ofPart(
  attribute: MapAttribute,
  part: (Pick<MapPart, 'size'> & { readonly span: FileSpan | null }) | null,
  name: string,
): Told | null {
  if (!part) return { attribute, name, value: 0n, span: null };
  return part.size === null ? null : { attribute, name, value: BigInt(part.size), span: part.span };
}

function ofNumber(entries: MapNumber | null): Told | null {
  if (!entries) return { attribute: 'entries', name: 'max_entries', value: 0n, span: null };
  return entries.value === null
    ? null
    : { attribute: 'entries', name: 'max_entries', value: entries.value, span: entries.span };
}

function judge({ attribute, name, value, span }: Told, type: bigint, input: MapInput): RuleFinding | null {
  const { map, facts, kernels, settings } = input;
  const refusals = kernels.map((kernel) => facts.maps.refusal(type, attribute, value, kernel));
  const refusing = kernels.filter((_, i) => refusals[i] !== null);
  const words = refusals.findLast((each) => each !== null);
  const adjustment = facts.maps.adjustment(type, attribute, settings.loader);
  if (typeof words !== 'string' || (adjustment === 'zero' && value === 0n)) return null;
  const isRounded = adjustment === 'rounded' && value !== 0n;
  return {
    span: span ?? map.nameSpan,
    what: `${whatOf(attribute, name, value, span, map.name)}${onSomeKernels(refusing, kernels)}`,
    verifier: creationRefusal(map.name, words),
    advice: adviceFor(attribute, isRounded, type, input),
    ...doubtOf(value, isRounded),
    related: [],
    fixes: [],
  };
}

function whatOf(
  attribute: MapAttribute,
  name: string,
  value: bigint,
  span: FileSpan | null,
  map: string,
): string {
  if (attribute === 'entries')
    return span ? `\`${map}\` cannot have ${value} for \`max_entries\`` : `\`${map}\` has no \`max_entries\``;
  if (span === null) return `\`${map}\` has no ${name}`;
  return `\`${map}\` cannot have a ${name} of ${value} bytes`;
}

/** What is not said, or 0, loaders often set. */
function doubtOf(value: bigint, isRounded: boolean): Pick<RuleFinding, 'doubt' | 'atMost'> {
  const doubt: Doubt = isRounded ? 'rounded' : 'resized';
  return value === 0n ? { doubt, atMost: 'information' } : { doubt };
}

/** As libbpf says it. */
function creationRefusal(map: string, errno: string): string {
  return `map '${map}': failed to create: ${errnoWords[errno] ?? errno}`;
}

/** What the C library says to an errno, and its number. */
const errnoWords: Readonly<Record<string, string>> = {
  EINVAL: 'Invalid argument(-22)',
  E2BIG: 'Argument list too long(-7)',
  ENOMEM: 'Cannot allocate memory(-12)',
  EPERM: 'Operation not permitted(-1)',
  EOPNOTSUPP: 'Operation not supported(-95)',
  ENOTSUPP: 'Unknown error 524(-524)',
};

/** The sizes that the kernel takes, where these are few. */
function adviceFor(attribute: MapAttribute, isRounded: boolean, type: bigint, input: MapInput): string {
  const { facts, kernels } = input;
  const kernel = kernels.at(-1) ?? '';
  const name = facts.maps.name(type) ?? '';
  if (
    isRounded ||
    (attribute === 'entries' && facts.maps.adjustment(type, attribute, 'libbpf') === 'rounded')
  )
    return 'The size is in bytes: a power of two of pages.';
  if (attribute === 'entries')
    return facts.maps.refusal(type, attribute, 0n, kernel) === null
      ? `\`${name}\` wants none: leave it out.`
      : 'Say how many there may be.';
  const taken = Array.from({ length: mostTried }, (_, i) => i).filter(
    (size) => facts.maps.refusal(type, attribute, BigInt(size), kernel) === null,
  );
  if (taken.length === 0 || taken.length > mostNamed) return '';
  if (taken.length === 1 && taken[0] === 0) return `\`${name}\` has none: leave it out.`;
  return `\`${name}\` takes ${taken.join(' or ')} bytes.`;
}

const mostTried = 33;
const mostNamed = 2;

/** A flag that such maps must not have, or cannot do without. */
function* flags({ map, facts, kernels }: MapInput, type: bigint): Iterable<RuleFinding> {
  const flags = map.flags ? map.flags.value : 0n;
  if (flags === null) return;
  const refusals = kernels.map((kernel) => facts.maps.flagRefusal(type, flags, kernel));
  const refusing = kernels.filter((_, i) => refusals[i] !== null);
  const refusal = refusals.findLast((each) => each !== null);
  if (!refusal) return;
  const name = refusal.flag;
  yield {
    span: map.flags?.span ?? map.nameSpan,
    what: `\`${map.name}\` ${refusal.isMissing ? 'needs' : 'cannot have'} \`${name}\`${onSomeKernels(refusing, kernels)}`,
    verifier: creationRefusal(map.name, refusal.words),
    advice: refusal.isMissing
      ? `Add \`__uint(map_flags, ${name})\`.`
      : `\`${facts.maps.name(type) ?? ''}\` does not take it.`,
    doubt: 'resized',
    related: [],
    fixes: [],
  };
}
