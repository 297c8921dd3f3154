/**
 * Holds what the table says of a helper against the sentences that a kernel said: each claim by itself, in both
 * directions. Written anew rather than shared with the generator, which is under test.
 */
import type { Contract, HelperResult, Parameter } from '../../../server/src/core/kernel/contract.js';
import { offsetsOf } from './cells.js';

/** One answer of rules/contracts, as the file has it. */
export interface Answer {
  readonly helper: number;
  readonly arguments: readonly Readonly<Record<string, string>>[];
  readonly call: string;
  readonly result?: string;
  readonly unlicensed?: string;
  readonly mapTypes?: Readonly<Record<string, string>>;
  readonly resultsByMap?: Readonly<Record<string, string>>;
}

/** Map types that kernels have; the last one is 33 on 7.3. */
const mapTypes = Array.from({ length: 40 }, (_, i) => i);

/** What the table claims and the sentences do not say, or the other way round; empty where both agree. */
export function disagreements(contract: Contract, answer: Answer): readonly string[] {
  const { parameters, acquires, releases } = contract;
  const claims: readonly (readonly [string, unknown, unknown])[] = [
    ['number of parameters', parameters.length, answer.arguments.length],
    ['is whole', contract.isWhole, isWhole(answer)],
    ['acquires', acquires, leaks(answer.call) && !holdsReference(answer)],
    ['releases', releases !== null, wasReleased(answer)],
    ...parameters.flatMap((each, i) => claimsOf(each, i, answer)),
    ...(answer.result ? [['result', nameOf(contract.result), printedName(answer.result)] as const] : []),
    ...mapTypes.flatMap((type) => claimsOfMap(contract, type, answer)),
  ];
  return claims
    .filter(([, claimed, said]) => claimed !== said)
    .map(([what, claimed, said]) => `${what}: the table has ${String(claimed)}, the log ${String(said)}`);
}

/** Whether no argument is missing in the answer. */
export function isWhole({ call, arguments: asked }: Answer): boolean {
  const isBehind = /spin_lock-ed region|spin_unlock without|missing unlock|^Unsupported reg type/.test(call);
  return call === 'ok' || leaks(call) || asked.length === 5 || isBehind;
}

function leaks(sentence: string): boolean {
  return sentence.includes('reference leak') || sentence.startsWith('Unreleased reference');
}

function holdsReference(answer: Answer): boolean {
  return answer.arguments.some(({ filledWith }) =>
    /^(record|found socket|record's dynptr)$/.test(filledWith ?? ''),
  );
}

function wasReleased(answer: Answer): boolean {
  const wanted = /has not been acquired|expects referenced|is an unacquired reference/.test(answer.call);
  return wanted || (answer.call === 'ok' && holdsReference(answer));
}

function claimsOf(
  parameter: Parameter,
  i: number,
  answer: Answer,
): readonly (readonly [string, unknown, unknown])[] {
  const said = answer.arguments[i] ?? {};
  const { number = '', zero = '', unknown = '', large = '' } = said;
  const name = `argument ${i}`;
  const list = number.split('expected=')[1] ?? '';
  const own = [
    [`${name} expects`, parameter.expected.join(', '), list],
    [`${name} is a number`, parameter.kind === 'number', number === 'taken'],
  ] as const;
  if (parameter.kind !== 'number') return [...own, ...claimsOfPointer(parameter, i, answer)];
  const sized = /stack R(\d)/.exec(large)?.[1];
  return [
    ...own,
    [`${name} is the size of`, parameter.sizeOf, sized === undefined ? null : Number(sized) - 1],
    [`${name} may be 0`, parameter.mayBeZero, sized !== undefined && !zero.includes('zero-sized')],
    [`${name} is constant`, parameter.constant, /not a (known )?const|unbounded size/.test(unknown)],
    [`${name} must be 0`, parameter.zeroOnly, unknown.includes("doesn't support non-zero")],
  ];
}

function claimsOfPointer(
  parameter: Exclude<Parameter, { kind: 'number' }>,
  i: number,
  { arguments: asked, call }: Answer,
): readonly (readonly [string, unknown, unknown])[] {
  const {
    number = '',
    null: nothing,
    nullAndZero,
    readOnly = '',
    oneByte = '',
    map_value = '',
  } = asked[i] ?? {};
  const isRefused = (said: string | undefined): boolean =>
    said === undefined ||
    /expected=|invalid func/.test(said) ||
    !(said === 'ok' || said === call || leaks(said));
  const nullable = !isRefused(nothing) ? 'always' : !isRefused(nullAndZero) ? 'empty' : 'never';
  const claims: (readonly [string, unknown, unknown])[] = [
    [`argument ${i} takes NULL`, parameter.nullable, nullable],
  ];
  if (parameter.kind === 'memory') {
    const { size } = parameter;
    const isWritten = /^write into map|may write into/.test(readOnly) || oneByte.startsWith('invalid write');
    const sizedIn = asked.findIndex(({ large = '' }) => large.includes(`stack R${i + 1} `));
    claims.push([`argument ${i} is written`, parameter.access === 'write', isWritten]);
    claims.push([`argument ${i} is sized by`, size?.kind === 'argument' ? size.argument : -1, sizedIn]);
    const bytes = size?.kind === 'bytes' ? size.bytes : size?.kind === 'key' ? 4 : 8;
    if (sizedIn < 0 && size)
      claims.push([`argument ${i} has bytes`, String(bytes), /size=(\d+)$/.exec(oneByte)?.[1]]);
  }
  if (parameter.kind === 'map value')
    claims.push([`argument ${i} is read-only`, parameter.readOnly, map_value.includes('readonly map')]);
  if ('struct' in parameter && parameter.struct !== null)
    claims.push([
      `argument ${i}'s struct`,
      Object.values(asked[i] ?? {}).some((said) => said.includes(`but ${parameter.struct} is`)),
      true,
    ]);
  claims.push([`argument ${i} is a pointer`, number.includes('expected='), true]);
  return claims;
}

/** What the log would call it, without its numbers and the prefixes that came and went. */
function nameOf(result: HelperResult | null): string {
  if (!result) return 'nothing';
  if (result.kind === 'number') return 'number';
  const name = {
    'map value': 'map_value',
    map: 'map_ptr',
    memory: 'mem',
    socket: '',
    'kernel pointer': 'ptr',
  }[result.kind];
  const struct = 'struct' in result ? result.struct : '';
  return `${[name, struct].filter(Boolean).join('_')}${result.nullable ? '?' : ''}`;
}

function printedName(printed: string): string {
  const name = printed
    .replace(/\(.*/, '')
    .replace(/^(ringbuf_|alloc_)mem/, 'mem')
    .replace(/^trusted_/, '');
  if (/^(scalar|inv|-?\d+)$/.test(name)) return 'number';
  return name.includes('_or_null') ? `${name.replace('_or_null', '')}?` : name;
}

function claimsOfMap(
  contract: Contract,
  type: number,
  { mapTypes: said = {}, resultsByMap = {} }: Answer,
): readonly (readonly [string, unknown, unknown])[] {
  const of = (answers: Readonly<Record<string, string>>): string | undefined =>
    Object.keys(answers).find((sentence) => offsetsOf(answers[sentence] ?? '').includes(type));
  const sentence = of(said);
  const isTaken = contract.isWhole && sentence !== undefined && (sentence === 'ok' || leaks(sentence));
  const refusal = contract.refusedMaps.get(type) ?? null;
  const claims: (readonly [string, unknown, unknown])[] = [
    [`map type ${type} is taken`, contract.takenMaps.has(type), isTaken],
    [
      `map type ${type} is refused`,
      refusal,
      refusal === null ? null : sentence?.replace('map_type #', `map_type ${type}`),
    ],
  ];
  const own = of(resultsByMap);
  const given = contract.givenByMap.get(type) ?? null;
  claims.push([`map type ${type} gives something else`, given !== null, own !== undefined]);
  if (own && given) claims.push([`result for map type ${type}`, nameOf(given.result), printedName(own)]);
  if (own && given)
    claims.push([`acquires for map type ${type}`, given.acquires, sentence !== undefined && leaks(sentence)]);
  return claims;
}
