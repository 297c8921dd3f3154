/** Functions that get the context, or a field's address, or only a value. */
import {
  fresh,
  shallRefuse,
  someField,
  someRead,
  spelled,
  statement,
  used,
  type Way,
  type World,
} from '../world.js';

const inlined = [
  'static __always_inline',
  'static inline',
  'static',
  'static __attribute__((always_inline))',
];

function passing(world: World, specifiers: string): ReturnType<Way> {
  const { random, layout } = world;
  const name = fresh(world, 'reads');
  const takesVoid = random.chance(0.25) && !specifiers.startsWith('__noinline');
  const parameter = takesVoid ? 'void *v' : `${layout.type} *c`;
  const read = someRead(world, takesVoid ? `((${layout.type} *)v)` : 'c');
  if (read === null) return null;
  world.declarations.push(`${specifiers} __u64 ${name}(${parameter})\n{\n\treturn ${read};\n}\n`);
  const outer = nested(world, name, specifiers, random.below(3));
  return statement(used(world, `${outer}(ctx)`));
}

/** Functions around a function. */
function nested(world: World, inner: string, specifiers: string, depth: number): string {
  if (depth === 0) return inner;
  const name = fresh(world, 'passes');
  const own = world.random.chance(0.5) ? specifiers : 'static __always_inline';
  const body = world.random.pick([
    `\treturn ${inner}(c);\n`,
    `\treturn ${inner}((void *)c) + 1;\n`,
    `\t${world.layout.type} *d = c;\n\n\tif (!d)\n\t\treturn 0;\n\treturn ${inner}(d);\n`,
    `\t__u64 r = ${inner}(c);\n\n\treturn r ^ 5;\n`,
  ]);
  world.declarations.push(`${own} __u64 ${name}(${world.layout.type} *c)\n{\n${body ?? ''}}\n`);
  return nested(world, name, specifiers, depth - 1);
}

export const inline: Way = (world) => passing(world, world.random.pick(inlined) ?? 'static');

export const called: Way = (world) => passing(world, 'static __noinline');

export const global: Way = (world) => (world.kind.allowsGlobal ? passing(world, '__noinline') : null);

/** A constant argument decides what the function does. */
export const byArgument: Way = (world) => {
  const [a, b] = [someField(world, 'read'), world.random.pick(world.layout.numbers)];
  if (!a || !b) return null;
  const name = fresh(world, 'chooses');
  world.declarations.push(
    `static __always_inline __u64 ${name}(${world.layout.type} *c, int which)\n{\n\tif (which)\n\t\treturn c->${a.path};\n\treturn c->${b.path};\n}\n`,
  );
  return statement(used(world, `${name}(ctx, 1)`));
};

/** Reads through two pointers to the same context. */
export const outParameter: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  const name = fresh(world, 'fills');
  const local = fresh(world, 'o');
  world.declarations.push(
    `static __always_inline int ${name}(${world.layout.type} *c, __u64 *out)\n{\n\t*out = ${spelled(world, field.path, 'c')};\n\treturn 0;\n}\n`,
  );
  return statement(`__u64 ${local} = 0;\n${name}(ctx, &${local});\n${used(world, local)}`);
};

export const storeInFunction: Way = (world) => {
  if (world.layout.type === 'struct pt_regs') return null;
  const field = someField(world, 'write');
  if (!field) return null;
  const name = fresh(world, 'stores');
  const how = world.random.pick(['static __always_inline', 'static __noinline', 'static']) ?? 'static';
  world.declarations.push(
    `${how} void ${name}(${world.layout.type} *c, __u32 value)\n{\n\tc->${field.path} = value;\n}\n`,
  );
  return statement(`${name}(ctx, knobs[5]);`);
};

/** An inlined function may take a field's address. */
export const addressToInline: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  const name = fresh(world, 'derefs');
  world.declarations.push(
    `static __always_inline __u64 ${name}(__u${field.size * 8} *f)\n{\n\treturn *f;\n}\n`,
  );
  return statement(used(world, `${name}((void *)&ctx->${field.path})`));
};

/** One that is called may not. */
export const addressToCalled: Way = (world) => {
  const field = shallRefuse(world)
    ? world.random.pick(world.layout.numbers.filter(({ offset }) => offset > 0))
    : null;
  if (!field) return null;
  const name = fresh(world, 'derefs');
  world.declarations.push(
    `static __noinline __u64 ${name}(__u${field.size * 8} *f)\n{\n\treturn *f + bpf_get_prandom_u32();\n}\n`,
  );
  return statement(used(world, `${name}((void *)&ctx->${field.path})`));
};

export const value: Way = (world) => {
  const read = someRead(world);
  if (read === null) return null;
  const name = fresh(world, 'counts');
  world.declarations.push(
    `static __noinline __u64 ${name}(__u64 v)\n{\n\treturn v * 3 + bpf_get_prandom_u32();\n}\n`,
  );
  return statement(used(world, `${name}(${read})`));
};

/** Nobody calls it: what it does is never loaded. */
export const uncalled: Way = (world) => {
  const field = world.random.pick(world.layout.numbers);
  if (!field) return null;
  const name = fresh(world, 'idle');
  world.declarations.push(
    `static __always_inline __u64 ${name}(${world.layout.type} *c)\n{\n\treturn c->${field.path};\n}\n`,
  );
  return statement('acc += 2;');
};
