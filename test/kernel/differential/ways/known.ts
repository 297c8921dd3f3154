/** What the compiler or the kernel knows without being told: undefined operations, results, memory that nobody sees. */
import { form } from '../form.js';
import { fresh, someRead, statement, type Way } from '../world.js';

export const divided = form((world, value, reaches) => {
  const [number, result] = [fresh(world, 'n'), fresh(world, 'q')];
  const op = world.random.pick(['/', '%']) ?? '/';
  return `__u32 ${number} = knobs[1], ${result} = 7 ${op} ${number};\nif (${number} == ${reaches ? 4 : 0})\n\tacc += ${value} + ${result};`;
});

export const resultOfAGlobalFunction = form((world, value, reaches) => {
  const name = fresh(world, 'same');
  world.declarations.push(`__noinline int ${name}(int i)\n{\n\tasm volatile("");\n\treturn i;\n}\n`);
  return `if (${name}(3) == ${reaches ? 3 : 9})\n\tacc += ${value};`;
});

/** A variable of the file that is called like the context. */
export const called = form((world, value, reaches) => {
  const [set, get] = [fresh(world, 'set'), fresh(world, 'get')];
  world.declarations.push(`static __always_inline void ${set}(__u32 v)\n{\n\tctx = v;\n}\n`);
  world.declarations.push(`static __always_inline __u32 ${get}(void)\n{\n\treturn ctx;\n}\n`);
  return `${set}(5);\nif (${get}() ${reaches ? '==' : '!='} 5)\n\tacc += ${value};`;
});

export const intoAStatic = form((world, value, reaches) => {
  const name = fresh(world, 'kept');
  world.declarations.push(`static __u64 ${name};\n`);
  return `${reaches ? `acc += ${name};\n` : ''}${name} = ${value};`;
});

export const underAFill = form(
  (_, value, reaches) => `sinks[2] = ${value};\n__builtin_memset(&sinks[${reaches ? 3 : 2}], 0, 8);`,
);

export const underHalves = form(
  (_, value, reaches) =>
    `sinks[4] = ${value};\n((__u32 *)&sinks[4])[0] = 1;\n((__u32 *)&sinks[${reaches ? 5 : 4}])[1] = 2;`,
);

export const elementOfAnArray = form((world, value, reaches) => {
  const [key, found] = [fresh(world, 'key'), fresh(world, 'found')];
  return `__u32 ${key} = 0;\n__u64 *${found} = bpf_map_lookup_elem(&elements, &${key});\nif (${reaches ? '' : '!'}${found})\n\tacc += ${value};`;
});

/** One field, or another one, in two cases. */
export const inTwoCases: Way = (world) => {
  const first = someRead(world);
  const second = world.random.chance(0.5) ? first : someRead(world);
  if (first === null || second === null) return null;
  return statement(
    world.random.pick([
      `switch (knobs[1]) {\ncase 1:\n\tacc += ${first};\n\tbreak;\ncase 2:\n\tacc += ${second} + 1;\n\tbreak;\n}`,
      `switch (knobs[1]) {\ncase 1:\n\tif ((${first} & 2) != 2)\n\t\tacc++;\n\tbreak;\ncase 2:\n\tif ((${second} & 2) != 2)\n\t\tsinks[1] = 5;\n\tbreak;\n}`,
    ]) ?? '',
  );
};
