/** Plain reads: fields, elements, parts of fields and more than a field. */
import {
  fresh,
  isLegal,
  isSplit,
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

export const direct: Way = (world) => {
  const read = someRead(world);
  return read === null ? null : statement(used(world, read));
};

/** Bytes at an offset of the context, through a cast of a field's address or of the context itself. */
export const part: Way = (world) => {
  const { random, layout } = world;
  const field = random.pick(layout.numbers);
  if (!field) return null;
  const size = random.pick([1, 2, 4, 8]) ?? 4;
  const offset = field.offset + size * random.below(Math.max(1, field.size / size));
  if (offset % size !== 0 || isSplit(world, field, size) || yieldsPointer(world, { offset, size }))
    return null;
  if (!isLegal(world, 'read', offset, size) && !shallRefuse(world)) return null;
  const type = `__u${size * 8}`;
  const spellings = [
    `((${type} *)&ctx->${field.path})[${(offset - field.offset) / size}]`,
    `*(${type} *)((void *)ctx + ${offset})`,
    `((${type} *)ctx)[${offset / size}]`,
    `*(${type} *)((char *)&ctx->${field.path} + ${offset - field.offset})`,
    `*((${type} *)(void *)&ctx->${field.path} + ${(offset - field.offset) / size})`,
  ];
  return statement(used(world, random.pick(spellings) ?? ''));
};

/** A value that goes through a local, narrower or wider than the field. */
export const throughLocal: Way = (world) => {
  const read = someRead(world);
  if (read === null) return null;
  const local = fresh(world, 'v');
  const type = world.random.pick([
    '__u64',
    '__u32',
    '__u16',
    '__u8',
    'int',
    'long',
    'volatile __u32',
    '__auto_type',
  ]);
  return statement(`${type ?? 'int'} ${local} = ${read};\n${used(world, local)}`);
};

/** A value that nobody uses: its load is dropped, so it may be refused. */
export const unused: Way = (world) => {
  const { random, layout } = world;
  const field = random.pick(layout.numbers);
  if (!field) return null;
  const read = spelled(world, field.path);
  const local = fresh(world, 'unused');
  const spellings = [
    `__u64 ${local} = ${read};`,
    `(void)${read};`,
    `${read};`,
    `__u32 ${local};\n${local} = ${read};`,
  ];
  return statement(random.pick(spellings) ?? '');
};

export const inStatementExpression: Way = (world) => {
  const read = someRead(world);
  if (read === null) return null;
  const local = fresh(world, 'e');
  return statement(used(world, `({ __u32 ${local} = ${read}; ${local} + 1; })`));
};

export const inLogic: Way = (world) => {
  const [a, b] = [someRead(world), someRead(world)];
  if (a === null || b === null) return null;
  const op = world.random.pick(['&&', '||']) ?? '&&';
  return statement(`if ((${a}) == ${world.random.below(9)} ${op} (${b}) != 3)\n\tacc += 5;`);
};

export const underCondition: Way = (world) => {
  const read = someRead(world);
  return read === null
    ? null
    : statement(`if (${unknownTest(world)})\n\t${used(world, read).replaceAll('\n', '\n\t')}`);
};

export const oneArm: Way = (world) => {
  const read = someRead(world);
  return read === null
    ? null
    : statement(`acc += (${unknownTest(world)}) ? ${read} : ${world.random.below(90)};`);
};

export const wholeCopy: Way = (world) => {
  const field = someField(world, 'read');
  if (!field || field.path.includes('[') || world.headers === 'core') return null;
  const copy = fresh(world, 'whole');
  return statement(`${world.layout.type} ${copy} = *ctx;\n${used(world, `${copy}.${field.path}`)}`);
};

export const probeRead: Way = (world) => {
  const field = world.random.pick(world.layout.numbers);
  const types = [world.kind.layout.type, world.layout.type];
  // The kernel has no such structs to relocate by.
  if (!field || types.some((type) => type === 'struct own_arguments' || type === 'struct enter_record'))
    return null;
  if (world.headers === 'uapi' && /pt_regs|perf/.test(world.layout.type)) return null;
  return statement(used(world, `BPF_CORE_READ(ctx, ${field.path})`));
};
