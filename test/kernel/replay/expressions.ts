/**
 * Random C expressions over a program's input and locals. They are defined for most inputs: arithmetic that may
 * overflow is done on unsigned or on narrow numbers, shifts are masked, divisors are odd.
 */
import type { Random } from '../differential/random.js';
import { bitFields, inputFields, numberTypes } from './types.js';

/** What an expression may name. */
export interface Scope {
  readonly random: Random;
  /** Locals that hold a number, and may be written. */
  readonly locals: string[];
  /** Counts what is declared, so that each name is new. */
  names: number;
}

/** A name that is not used yet. */
export function fresh(scope: Scope): string {
  return `v${scope.names++}`;
}

/** An expression; `depth` says how many operators it may nest. */
export function expression(scope: Scope, depth: number): string {
  const { random } = scope;
  if (depth <= 0 || random.chance(0.15)) return leaf(scope);
  const make = random.pick(makers) ?? leaf;
  return make(scope, depth - 1);
}

/** One of some words, which are never none. */
export function pick(random: Random, words: readonly string[]): string {
  return random.pick(words) ?? '';
}

function leaf({ random, locals }: Scope): string {
  const local = random.pick(locals);
  if (local !== null && random.chance(0.4)) return local;
  return pick(random, [
    `p->${pick(random, inputFields)}`,
    `p->${pick(random, inputFields)}`,
    `p->${pick(random, bitFields)}`,
    `l.${pick(random, bitFields)}`,
    `table[p->b[0] & 7]`,
    `a8[p->b[1] & 7]`,
    `a32[p->w[0] & 3]`,
    pick(random, [
      '0',
      '1',
      '255',
      '-1',
      '0x7fffffff',
      '0x80000000',
      '4294967295u',
      '1ull << 40',
      "'a'",
      '~0ul',
    ]),
    'sizeof(struct io)',
    'counter',
  ]).replace(/^(1ull << 40)$/, '($1)');
}

type Maker = (scope: Scope, depth: number) => string;

/** A type's name; wide and unsigned, so that arithmetic wraps. */
function unsigned({ random }: Scope): string {
  return pick(random, ['__u32', '__u64', '__u32', 'unsigned long']);
}

/** A type so narrow that sums and differences of it fit an int. */
function narrow({ random }: Scope): string {
  return pick(random, ['__u8', '__s8', '__u16', '__s16', '_Bool']);
}

const arithmetic: Maker = (scope, depth) => {
  const { random } = scope;
  const [a, b] = [expression(scope, depth), expression(scope, depth)];
  if (random.chance(0.6)) return `((${unsigned(scope)})${a} ${pick(random, ['+', '-', '*'])} ${b})`;
  return `((${narrow(scope)})${a} ${pick(random, ['+', '-'])} (${narrow(scope)})${b})`;
};

const product: Maker = (scope, depth) =>
  `((__s8)${expression(scope, depth)} * (__s16)${expression(scope, depth)})`;

const bitwise: Maker = (scope, depth) =>
  `(${expression(scope, depth)} ${pick(scope.random, ['&', '|', '^'])} ${expression(scope, depth)})`;

const shift: Maker = (scope, depth) => {
  const { random } = scope;
  const [type, mask] = random.pick([
    ['__u32', 31],
    ['__s32', 31],
    ['__u64', 63],
    ['__s64', 63],
    ['__u8', 15],
    ['__s16', 15],
  ] as const) ?? ['__u32', 31];
  return `((${type})${expression(scope, depth)} ${pick(random, ['<<', '>>'])} (${expression(scope, depth)} & ${mask}))`;
};

const division: Maker = (scope, depth) => {
  const type = unsigned(scope);
  const op = pick(scope.random, ['/', '%']);
  return `((${type})${expression(scope, depth)} ${op} ((${type})${expression(scope, depth)} | 1))`;
};

const comparison: Maker = (scope, depth) =>
  `(${expression(scope, depth)} ${pick(scope.random, ['==', '!=', '<', '<=', '>', '>='])} ${expression(scope, depth)})`;

const logical: Maker = (scope, depth) =>
  `(${expression(scope, depth)} ${pick(scope.random, ['&&', '||'])} ${expression(scope, depth)})`;

const conditional: Maker = (scope, depth) =>
  scope.random.chance(0.2)
    ? `(${expression(scope, depth)} ?: ${expression(scope, depth)})`
    : `(${expression(scope, depth)} ? ${expression(scope, depth)} : ${expression(scope, depth)})`;

const cast: Maker = (scope, depth) => {
  const type = scope.random.pick(numberTypes)?.name ?? '__u8';
  return `((${scope.random.chance(0.1) ? '_Bool' : type})${expression(scope, depth)})`;
};

const unary: Maker = (scope, depth) => {
  const { random } = scope;
  const inner = expression(scope, depth);
  return pick(random, [
    `(~${inner})`,
    `(!${inner})`,
    `(-(__u32)${inner})`,
    `(-(__s16)${inner})`,
    `(+${inner})`,
  ]);
};

const call: Maker = (scope, depth) => {
  const { random } = scope;
  const [a, b] = [expression(scope, depth), expression(scope, depth)];
  const bits = pick(random, ['16', '32', '64']);
  return pick(random, [
    `mix(${a}, ${b})`,
    `narrow(${a}, ${b})`,
    `__builtin_bswap${bits}(${a})`,
    `__builtin_expect(${a} > 3, 1)`,
    `paired((struct pair){ .x = ${a}, .u = 77, .y = 1 }, ${b}).${pick(random, ['x', 'y', 'u', 'v'])}`,
    `((struct bits){ .c = ${a}, .e = ${b} }).${pick(random, ['a', 'c', 'e'])}`,
    `((union parts){ .d = (__u64)${a} * ${b} }).${pick(random, ['w[1]', 'h[3]', 'b[2]'])}`,
  ]);
};

/** Side effects on a local that nothing else of the expression names. */
const effect: Maker = (scope, depth) => {
  const name = fresh(scope);
  const type = scope.random.pick(numberTypes)?.name ?? '__u8';
  const [a, b] = [expression(scope, depth), expression(scope, depth)];
  return pick(scope.random, [
    `({ ${type} ${name} = ${a}; ${name}++ > 3 ? ${name} : ${b}; })`,
    `({ ${type} ${name} = ${a}; ${name} ^= ${b}; ${name}; })`,
    `({ ${type} ${name}; (${name} = ${a}, ${name} & 7); })`,
    `({ ${type} ${name} = ${a}; ${b} && --${name}; ${name}; })`,
    `({ ${type} ${name} = ${a}; ${type} *${name}_at = &${name}; *${name}_at |= 1; ${name} + 0u; })`,
    `({ typeof(+${a}) ${name} = ${b}; ${name}; })`,
  ]);
};

const makers: readonly Maker[] = [
  ...[arithmetic, arithmetic, product, bitwise, bitwise, shift, division, comparison, logical, conditional],
  ...[cast, cast, unary, call, effect],
];
