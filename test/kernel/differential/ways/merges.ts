/** Two loads of which at most one runs; the compiler may make one load of them, which is refused. */
import { fresh, someField, statement, unknownTest, used, type Way, type World } from '../world.js';

function two(world: World): readonly [string, string] | null {
  const first = someField(world, 'read');
  const second = someField(world, 'read');
  return first && second ? [`ctx->${first.path}`, `ctx->${second.path}`] : null;
}

export const ternary: Way = (world) => {
  const pair = two(world);
  return pair && statement(used(world, `(${unknownTest(world)} ? ${pair[0]} : ${pair[1]})`));
};

export const ifElse: Way = (world) => {
  const pair = two(world);
  if (!pair) return null;
  const local = fresh(world, 'x');
  const test = unknownTest(world);
  const [a, b] = pair;
  const spellings = [
    `__u64 ${local};\nif (${test})\n\t${local} = ${a};\nelse\n\t${local} = ${b};\nacc += ${local};`,
    `if (${test})\n\tacc += ${a};\nelse\n\tacc += ${b};`,
    `if (${test}) {\n\tacc += ${a};\n} else {\n\tacc ^= ${b};\n\tsinks[1] = acc;\n}`,
    `__u64 ${local} = ${a};\nif (${test})\n\t${local} = ${b};\nacc += ${local};`,
    `if (${test})\n\tsinks[2] = ${a};\nelse\n\tsinks[3] = ${b};`,
    `if (${test}) {\n\tacc += ${a};\n} else {\n\tacc += ${b};\n\tasm volatile("" ::: "memory");\n}`,
  ];
  return statement(world.random.pick(spellings) ?? '');
};

export const switched: Way = (world) => {
  const pair = two(world);
  if (!pair) return null;
  const [a, b] = pair;
  const other = world.random.chance(0.5) ? `\ndefault:\n\tacc += 3;\n\tbreak;` : '';
  return statement(
    `switch (knobs[2] & 3) {\ncase 0:\n\tacc += ${a};\n\tbreak;\ncase 2:\n\tacc ${world.random.pick(['+', '^']) ?? '+'}= ${b};\n\tbreak;${other}\n}`,
  );
};

export const earlyReturn: Way = (world) => {
  const pair = two(world);
  if (!pair) return null;
  const name = fresh(world, 'either');
  const [a, b] = pair;
  const how = world.random.pick(['static __always_inline', 'static __noinline', 'static']) ?? 'static';
  const isSame = world.random.chance(0.6);
  world.declarations.push(
    `${how} __u64 ${name}(${world.layout.type} *ctx)\n{\n\tif (${unknownTest(world)})\n\t\treturn ${a}${isSame ? '' : ' + 1'};\n\treturn ${b};\n}\n`,
  );
  return statement(used(world, `${name}(ctx)`));
};

/** One arm only: nothing to merge. */
export const oneCase: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  return statement(
    `switch (knobs[1]) {\ncase 1:\n\tacc += ctx->${field.path};\n\tbreak;\ncase 2:\ncase 3:\n\tacc += 9;\n\tbreak;\n}`,
  );
};
