/** Types that decide what a number is: a block's own names for them, sizes, conversions, and what directives compute. */
import { form } from '../form.js';
import { fresh } from '../world.js';

/** A name that means another type within a block. */
export const shadowed = form((world, value, reaches) => {
  const [type, outer, inner] = [fresh(world, 'type'), fresh(world, 'o'), fresh(world, 'i')];
  world.declarations.push(`typedef long ${type};\nstruct ${type} { __u64 x; __u8 c; };\n`);
  const uses = [
    `typedef __u8 ${type};\n\t${type} ${inner} = 300;\n\tif (${inner} ${reaches ? '==' : '!='} 44)`,
    `struct ${type} { __u8 c; __u64 x; };\n\tstruct ${type} ${inner} = {1, 2};\n\tif (${inner}.c ${reaches ? '==' : '!='} 1)`,
    `enum ${type} { ${inner} = 1ll << 40 };\n\tif (sizeof(enum ${type}) ${reaches ? '==' : '!='} 8)`,
  ];
  return `${type} ${outer} = 300;\n{\n\t${world.random.pick(uses)}\n\t\tacc += ${value};\n}\nacc += ${outer};`;
});

const sizes: readonly (readonly [expression: string, size: number])[] = [
  ['1 ? 1 : 1ll', 8],
  ["'a'", 4],
  ['(__u8)1 + (__u8)1', 4],
  ['!1ll', 4],
  ['(char)1 << 1ll', 4],
  ['1ll << (char)1', 8],
  ['-(short)1', 4],
  ['1 == 1ll', 4],
  ['(1ll, (char)1)', 1],
  ['({ (char)1; })', 1],
  ['&acc - &acc', 8],
  ['*&acc', 8],
  ['acc ? (char)1 : (char)2', 4],
  ['acc ? (char)1 : acc', 8],
  ['0x80000000', 4],
  ['2147483648', 8],
  ['enum { OF_THIS_SIZE_@ = 1ll << 40 }', 8],
  ['struct { __u8 a; __u32 b; }', 8],
  ['1.5', 8],
];

export const sizeOf = form((world, value, reaches) => {
  const [expression, size] = world.random.pick(sizes) ?? ['1', 4];
  const written = expression.replace('@', fresh(world, 'e'));
  return `if (sizeof(${written}) ${reaches ? '==' : '!='} ${size})\n\tacc += ${value};`;
});

const numbers: readonly (readonly [expression: string, value: string])[] = [
  ['(1 ? -1 : 1u) > 0', '1'],
  ['(int)sizeof(int) - 8 > 0', '0'],
  ['3 * sizeof(int) - 8', '4'],
  ['-sizeof(short) + 2', '0'],
  ['(0 ? 1u : -1) > 0', '1'],
  ['(__u8)~0', '255'],
  ['(__u16)65535 + 1', '65536'],
  ['-1 < 1u', '0'],
  ['-1l < 1u', '1'],
  ['-7 / 2', '-3'],
  ['-7 % 3', '-1'],
  ['~0u >> 1', '0x7fffffff'],
  ['(_Bool)256', '1'],
];

export const computed = form((world, value, reaches) => {
  const [expression, number] = world.random.pick(numbers) ?? ['1', '1'];
  return `if ((${expression}) ${reaches ? '==' : '!='} ${number})\n\tacc += ${value};`;
});

/** Each is true. */
const conditions = [
  'LESS_@ < 0 && LESS_@ > 1u',
  'SUM_@ * 2 == 3',
  'defined(LESS_@) && !defined(GONE_@)',
  "'a' == 97",
  '0x7fffffffffffffff + 1 < 0',
  '~0u == 0xffffffffffffffff',
  '-7 / 2 == -3',
  'AGAIN_@ == 1',
];

export const directives = form((world, value, reaches) => {
  const name = fresh(world, 'n');
  world.declarations.push(
    `#define LESS_${name} -1\n#define SUM_${name} 1 + 1\n#define GONE_${name}\n#undef GONE_${name}\n` +
      `#define AGAIN_${name} 1\n#pragma push_macro("AGAIN_${name}")\n#undef AGAIN_${name}\n#define AGAIN_${name} 2\n#pragma pop_macro("AGAIN_${name}")\n`,
  );
  const condition = (world.random.pick(conditions) ?? '1').replaceAll('@', name);
  return `#if ${reaches ? '' : '!'}(${condition})\nacc += ${value};\n#endif`;
});
