/** Random declarations of structs and unions, as people write them for BPF. The same seed gives the same text. */

export interface RandomRecords {
  /** Declarations; each may use those before it. */
  readonly text: string;
  /** The tags that it defines, with their keywords: `struct s3`. */
  readonly names: readonly string[];
}

type Random = (below: number) => number;

/** What the records use; enumerators decide how large an enum is. */
const prelude = `
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef __u32 word;
typedef __u8 address[6];
enum small { SMALL_A, SMALL_B = 7 };
enum negative { NEGATIVE = -1 };
enum wide { WIDE = 1ull << 40 };
#define COUNT 3
#define SIZE (COUNT * 2 + 1)
#define __packed __attribute__((packed))
#define __aligned(x) __attribute__((aligned(x)))
`;

const scalars = [
  ...['char', 'short', 'int', 'long', 'unsigned', '__u8', '__u16', '__u32', '__u64', 'word', '_Bool'],
  ...['signed char', 'unsigned long long', 'enum small', 'enum negative', 'enum wide', 'size_t', 'bool'],
];
const integers: readonly (readonly [type: string, bits: number])[] = [
  ...([
    ['char', 8],
    ['short', 16],
    ['int', 32],
    ['long', 64],
    ['_Bool', 1],
    ['enum small', 32],
  ] as const),
  ...([
    ['__u8', 8],
    ['__u16', 16],
    ['__u32', 32],
    ['__u64', 64],
    ['word', 32],
    ['enum wide', 64],
  ] as const),
];
const lengths = ['1', '3', 'COUNT', 'SIZE', '2 * sizeof(int)', '5'];
const memberAttributes = ['__packed', '__attribute__((aligned(8)))', '__aligned(2)', '__aligned(16)'];
const recordAttributes = [
  ...['__packed', '__attribute__((packed))', '__aligned(8)', '__attribute__((aligned(16)))'],
  ...['__attribute__((packed, aligned(4)))', '__packed __aligned(2)', '__attribute__((__packed__))'],
];

/** `count` records from a seed. */
export function randomRecords(seed: number, count: number): RandomRecords {
  const random = generator(seed);
  const names: string[] = [];
  const records: string[] = [];
  for (let i = 0; i < count; i++) {
    const keyword = random(5) === 0 ? 'union' : 'struct';
    const body = bodyOf(random, names, keyword, 0);
    const attribute = random(4) === 0 ? pick(random, recordAttributes) : '';
    const isBehind = random(2) === 0;
    records.push(
      isBehind ? `${keyword} s${i} ${body} ${attribute};` : `${keyword} ${attribute} s${i} ${body};`,
    );
    names.push(`${keyword} s${i}`);
  }
  return {
    text: ['#define bool _Bool', '#define size_t unsigned long', prelude, ...records].join('\n'),
    names,
  };
}

function bodyOf(random: Random, known: readonly string[], keyword: string, depth: number): string {
  const members = Array.from({ length: 1 + random(6) }, (_, i) =>
    memberOf(random, known, `m${depth}_${i}`, depth),
  );
  const isOpen = keyword === 'struct' && depth === 0 && random(12) === 0;
  return `{ ${members.join(' ')}${isOpen ? ` int length; ${pick(random, scalars)} rest[];` : ''} }`;
}

function memberOf(random: Random, known: readonly string[], name: string, depth: number): string {
  const attribute = random(8) === 0 ? ` ${pick(random, memberAttributes)}` : '';
  switch (random(13)) {
    case 0:
    case 1:
    case 2:
      return bitField(random, name);
    case 3:
      return `${pick(random, scalars)} *${name}${attribute};`;
    case 4:
      return `void (*${name})(int, long);`;
    case 5:
      return `${pick(random, scalars)} ${name}[${pick(random, lengths)}]${attribute};`;
    case 6:
      return `${pick(random, scalars)} ${name}[2][${pick(random, lengths)}];`;
    case 7:
      return nested(random, known, name, depth);
    case 8:
      return known.length > 0 ? `${pick(random, known)} ${name}${attribute};` : `address ${name};`;
    case 9:
      return `_Alignas(${pick(random, ['4 * 2', 'long', '16'])}) ${pick(random, scalars)} ${name};`;
    case 10:
      return `address ${name}, ${name}_b, *${name}_c;`;
    default:
      return `${pick(random, scalars)} ${name}${attribute};`;
  }
}

/** An unnamed one of no width begins a new unit. */
function bitField(random: Random, name: string): string {
  const [type, bits] = pick(random, integers);
  const isUnnamed = random(6) === 0;
  if (isUnnamed) return `${type} : ${random(2) === 0 || type === '_Bool' ? 0 : 1 + random(bits)};`;
  const attribute = random(8) === 0 ? ` ${pick(random, memberAttributes)}` : '';
  return `${type} ${name} : ${1 + random(bits)}${attribute};`;
}

/** Names in anonymous ones count as the outer's, so they carry where they stand. */
function nested(random: Random, known: readonly string[], name: string, depth: number): string {
  if (depth > 2) return `long ${name};`;
  const keyword = random(2) === 0 ? 'union' : 'struct';
  const body = bodyOf(random, known, keyword, depth + 1).replaceAll(/\bm\d/g, (word) => `${name}_${word}`);
  const attribute = random(6) === 0 ? ' __packed' : '';
  const kind = random(3);
  return `${keyword} ${body}${attribute}${kind === 0 ? '' : ` ${name}${kind === 1 ? '' : '[2]'}`};`;
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)] as T;
}

/** Mulberry32. */
function generator(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
