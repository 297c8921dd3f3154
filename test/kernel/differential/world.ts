/** What one program is being written with: its kind, its random numbers, and how many refusals it shall hold. */
import type { KernelFacts } from '../../../server/src/core/kernel/facts.js';
import type { Direction } from '../../../server/src/core/kernel/access.js';
import type { Headers } from '../support/compiler.js';
import type { Piece } from './draft.js';
import { hostKernel, type Kind } from './kinds.js';
import type { Field, Layout } from './layout.js';
import type { Random } from './random.js';

export interface World {
  readonly random: Random;
  readonly facts: KernelFacts;
  readonly headers: Headers;
  readonly kind: Kind;
  /** Of the struct that the context is seen through. */
  readonly layout: Layout;
  /** Layouts of other kinds' contexts. */
  readonly others: readonly Layout[];
  readonly name: string;
  readonly declarations: string[];
  /** Refusals that are still to be written. */
  planned: number;
  counter: number;
}

/** Makes one statement; null where the kind has nothing for it. */
export type Way = (world: World) => Omit<Piece, 'way'> | null;

/** A name that is this program's alone. */
export function fresh(world: World, prefix: string): string {
  world.counter++;
  return `${world.name}_${prefix}${world.counter}`;
}

/** Whether the next thing written shall be refused; asked where the way can do both. */
export function shallRefuse(world: World): boolean {
  if (world.planned === 0 || !world.random.chance(0.5)) return false;
  world.planned--;
  return true;
}

/** Whether the tables call an access legal. */
export function isLegal(
  { facts, kind }: World,
  access: Direction,
  offset: number,
  size: number,
  region = 'ctx',
): boolean {
  const query = { program: kind.spec, region, access, offset, size };
  return (facts.access.refusedOn(query, [hostKernel()]) ?? []).length === 0;
}

/**
 * Whether it is up to the compiler's version what an access wider than a field becomes: one, or two halves where the
 * field, or its struct, is aligned to less.
 */
export function isSplit({ layout }: World, { path, size }: Field, width: number): boolean {
  return width > size && (path.endsWith(']') || layout.numbers.every((each) => each.size < width));
}

/** Whether the verifier sees a pointer in what a load gives; numbers are made of it by no operation that it likes. */
export function yieldsPointer(
  { facts, kind }: World,
  { offset, size }: Pick<Field, 'offset' | 'size'>,
): boolean {
  const query = { program: kind.spec, region: 'ctx', access: 'read', offset, size } as const;
  return facts.access.yields(query, hostKernel()) !== null;
}

/** A number of the context that may or may not be accessed, as planned; null when there is none. */
export function someField(world: World, access: Direction): Field | null {
  const numbers = world.layout.numbers.filter((each) => !yieldsPointer(world, each));
  const legal = numbers.filter((each) => isLegal(world, access, each.offset, each.size));
  const refused = numbers.filter((each) => !legal.includes(each));
  if (refused.length > 0 && shallRefuse(world)) return world.random.pick(refused);
  return world.random.pick(legal);
}

/** A number that may not be accessed, for code that is never compiled. */
export function refusedField(world: World, access: Direction = 'read'): Field | null {
  return world.random.pick(
    world.layout.numbers.filter((each) => !isLegal(world, access, each.offset, each.size)),
  );
}

/** A field's value through a pointer, in one of the spellings that mean the same. */
export function spelled(world: World, path: string, base = 'ctx'): string {
  const { type } = world.layout;
  const plain = `${base}->${path}`;
  const spellings = [
    `(${base})->${path}`,
    `(*${base}).${path}`,
    `(&${plain})[0]`,
    `*&${plain}`,
    `((${type} *)${base})->${path}`,
    `((${type} *)(void *)${base})->${path}`,
    `(${plain})`,
  ];
  return world.random.chance(0.6) ? plain : (world.random.pick(spellings) ?? plain);
}

/** A read of a number; null when there is none. */
export function someRead(world: World, base = 'ctx'): string | null {
  const field = someField(world, 'read');
  return field && spelled(world, field.path, base);
}

/** A statement that uses a value so that the compiler must compute it. */
export function used({ random }: World, value: string): string {
  const number = random.below(200) + 1;
  const ways = [
    `acc += ${value};`,
    `acc += ${value};`,
    `acc ^= (__u64)(${value}) << 3;`,
    `acc = acc * 31 + (${value});`,
    `if (${value} == ${number})\n\tacc += ${number + 1};`,
    `sinks[${random.below(8)}] = ${value};`,
    `acc += (${value}) & 0xff;`,
    `acc += (__u8)(${value});`,
    `acc += (${value}) >> 3;`,
    `if ((${value}) > ${number} || !acc)\n\tacc++;`,
    `acc += !(${value});`,
  ];
  return random.pick(ways) ?? '';
}

/** A condition that neither compiler nor verifier can decide. */
export function unknownTest({ random }: World): string {
  const knob = `knobs[${random.below(8)}]`;
  const tests = [
    `${knob} == ${random.below(50)}`,
    `${knob} & ${1 << random.below(6)}`,
    'bpf_get_prandom_u32() > 1000',
    knob,
  ];
  return random.pick(tests) ?? knob;
}

/** One statement. */
export function statement(text: string): Omit<Piece, 'way'> {
  return { text };
}
