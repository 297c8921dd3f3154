/** Braced initializers of random shapes, and a test of one member's number. */
import { form } from '../form.js';
import type { Random } from '../random.js';
import { fresh } from '../world.js';

/** A member, or the members of a struct in it; `numbers` is what it holds, by the paths to it. */
interface Part {
  readonly declaration: string;
  /** With its braces; null where it can have none. */
  readonly braced: string | null;
  readonly plain: string;
  readonly numbers: readonly (readonly [path: string, value: number])[];
}

function scalar(random: Random, name: string): Part {
  const value = 1 + random.below(300);
  const type = random.pick(['__u32', '__u8', '__s8', 'long', '_Bool']) ?? '__u32';
  const held =
    type === '_Bool' ? 1 : type === '__u8' ? value & 0xff : type === '__s8' ? (value << 24) >> 24 : value;
  return { declaration: `${type} ${name}`, braced: null, plain: String(value), numbers: [[name, held]] };
}

function array(random: Random, name: string): Part {
  const values = [random.below(9), random.below(9)];
  return {
    declaration: `__u32 ${name}[2]`,
    braced: `{${values.join(', ')}}`,
    plain: values.join(', '),
    numbers: values.map((value, i) => [`${name}[${i}]`, value] as const),
  };
}

/** `name` is null for a struct whose members count as the outer one's; theirs begin with `prefix`. */
function struct(random: Random, name: string | null, prefix: string, depth: number): Part {
  const parts = Array.from({ length: 1 + random.below(3) }, (_, i) =>
    part(random, `${prefix}${i}_${depth}`, depth - 1),
  );
  return {
    declaration: `struct { ${parts.map(({ declaration }) => `${declaration};`).join(' ')} } ${name ?? ''}`,
    braced: `{${parts.map((each) => written(random, each)).join(', ')}}`,
    plain: parts.map(({ plain }) => plain).join(', '),
    numbers: parts.flatMap(({ numbers }) =>
      numbers.map(([path, value]) => [name === null ? path : `${name}.${path}`, value] as const),
    ),
  };
}

function part(random: Random, name: string, depth: number): Part {
  if (depth <= 0) return random.chance(0.7) ? scalar(random, name) : array(random, name);
  return random.chance(0.5)
    ? struct(random, random.chance(0.3) ? null : name, name, depth)
    : part(random, name, 0);
}

function written(random: Random, { braced, plain }: Part): string {
  return braced !== null && random.chance(0.5) ? braced : plain;
}

export const ofAStruct = form((world, value, reaches) => {
  const name = fresh(world, 's');
  const { declaration, braced, numbers } = struct(world.random, name, name, 2);
  const [path, number] = world.random.pick(numbers) ?? [name, 0];
  return `${declaration} = ${braced};\nif (${path} ${reaches ? '==' : '!='} ${number})\n\tacc += ${value};`;
});

export const leftOut = form((world, value, reaches) => {
  const name = fresh(world, 's');
  return `struct { __u32 a, b[2]; struct { __u32 c, d; }; } ${name} = {.d = 5, .b = {1}};\nif (${name}.${world.random.pick(['a', 'b[1]', 'c']) ?? 'a'} ${reaches ? '==' : '!='} 0)\n\tacc += ${value};`;
});

/** A pointer that walks over an array of structs. */
export const steppedOver = form((world, value, reaches) => {
  const [type, array, at] = [fresh(world, 't'), fresh(world, 'a'), fresh(world, 'p')];
  const step = world.random.pick([
    `${at}++;`,
    `${at} = ${at} + 1;`,
    `${at} += 2;\n${at}--;`,
    `${at} = &${array}[1];`,
  ]);
  return `struct ${type} { __u32 a; __u8 b; } ${array}[3] = {{1, 2}, {3, 260}}, *${at} = ${array};\n${step}\nif (${at}->b ${reaches ? '==' : '!='} 4)\n\tacc += ${value};`;
});
