/** Ways of the context pointer: copies, casts, struct members, arithmetic. */
import {
  fresh,
  isLegal,
  shallRefuse,
  someField,
  someRead,
  spelled,
  statement,
  unknownTest,
  used,
  yieldsPointer,
  type Way,
} from '../world.js';

export const copied: Way = (world) => {
  const { random, layout } = world;
  const local = fresh(world, 'p');
  const { type } = layout;
  const set = random.pick([
    `${type} *${local} = ctx;`,
    `${type} *${local};\n${local} = ctx;`,
    `${type} *const ${local} = (void *)ctx;`,
    `void *${local}_v = ctx;\n${type} *${local} = ${local}_v;`,
    `${type} *${local} = (${type} *)(unsigned long)ctx;`,
    `${type} *${local} = 0;\n${local} = ctx;`,
    `__auto_type ${local} = ctx;`,
    `typeof(ctx) ${local} = ctx;`,
    `${type} *${local} = (${unknownTest(world)}) ? ctx : (${type} *)(void *)ctx;`,
    `${type} *${local} = ({ ctx; });`,
  ]);
  const read = someRead(world, local);
  return read === null || set === null ? null : statement(`${set}\n${used(world, read)}`);
};

export const held: Way = (world) => {
  const { type } = world.layout;
  const read = someField(world, 'read');
  if (!read) return null;
  const tag = fresh(world, 'holder');
  const local = fresh(world, 'h');
  world.declarations.push(`struct ${tag} { int first; ${type} *held; };\n`);
  const set = world.random.pick([
    `struct ${tag} ${local} = { 1, ctx };`,
    `struct ${tag} ${local} = { .held = ctx };`,
    `struct ${tag} ${local};\n${local}.held = ctx;`,
  ]);
  return statement(`${set ?? ''}\n${used(world, `${local}.held->${read.path}`)}`);
};

/** The holder goes to a function by address. */
export const heldAndPassed: Way = (world) => {
  const { type } = world.layout;
  const field = someField(world, 'read');
  if (!field) return null;
  const tag = fresh(world, 'holder');
  const reader = fresh(world, 'reads');
  const local = fresh(world, 'h');
  world.declarations.push(
    `struct ${tag} { int first; ${type} *held; };\n\nstatic __always_inline __u64 ${reader}(struct ${tag} *h)\n{\n\treturn h->held->${field.path} + h->first;\n}\n`,
  );
  return statement(
    `struct ${tag} ${local} = { .first = 1, .held = ctx };\n${used(world, `${reader}(&${local})`)}`,
  );
};

export const fieldPointer: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  const local = fresh(world, 'f');
  return statement(
    `__u${field.size * 8} *${local} = (void *)&ctx->${field.path};\n${used(world, `*${local}`)}`,
  );
};

export const moved: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  const local = fresh(world, 'm');
  return statement(
    `void *${local} = (void *)ctx + ${field.offset};\n${used(world, `*(__u${field.size * 8} *)${local}`)}`,
  );
};

export const steppedBack: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  const local = fresh(world, 's');
  return statement(
    `${world.layout.type} *${local} = ctx;\n${local}++;\n${local}--;\n${used(world, spelled(world, field.path, local))}`,
  );
};

export const voidChain: Way = (world) => {
  const read = someField(world, 'read');
  if (!read) return null;
  const first = fresh(world, 'c');
  const { type } = world.layout;
  return statement(
    `void *${first} = (void *)ctx;\nchar *${first}b = ${first};\n${used(world, `((${type} *)${first}b)->${read.path}`)}`,
  );
};

/** The context as another kind's struct. */
export const otherStruct: Way = (world) => {
  const other = world.random.pick(world.others.filter(({ type }) => type !== world.layout.type));
  const field = other && world.random.pick(other.numbers);
  if (!other || !field) return null;
  if (yieldsPointer(world, field)) return null;
  if (!isLegal(world, 'read', field.offset, field.size) && !shallRefuse(world)) return null;
  return statement(used(world, `((${other.type} *)(void *)ctx)->${field.path}`));
};
