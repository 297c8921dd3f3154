/** Loops over elements and fields, and elements that are chosen at run time. */
import { fresh, isLegal, shallRefuse, someRead, statement, used, type Way, type World } from '../world.js';
import type { ArrayField } from '../layout.js';

/** An array that is legal as a whole, or refused as a whole where that is planned. */
function someArray(world: World): ArrayField | null {
  const legal = world.layout.arrays.filter((each) => isLegal(world, 'read', each.offset, each.size));
  const refused = world.layout.arrays.filter((each) => !legal.includes(each));
  if (refused.length > 0 && shallRefuse(world)) return world.random.pick(refused);
  return world.random.pick(legal);
}

export const overArray: Way = (world) => {
  const array = someArray(world);
  if (!array) return null;
  const i = fresh(world, 'i');
  const count = Math.min(array.count, 4);
  const pragma = world.random.chance(0.5) ? '#pragma unroll\n' : '';
  const heads = [
    `for (int ${i} = 0; ${i} < ${count}; ${i}++)`,
    `for (int ${i} = ${count - 1}; ${i} >= 0; ${i}--)`,
  ];
  return statement(`${pragma}${world.random.pick(heads) ?? ''}\n\tacc += ctx->${array.path}[${i}];`);
};

export const elementByElement: Way = (world) => {
  const array = someArray(world);
  if (!array) return null;
  const local = fresh(world, 'words');
  const count = Math.min(array.count, 4);
  const copies = Array.from({ length: count }, (_, i) => `${local}[${i}] = ctx->${array.path}[${i}];`);
  return statement(
    `__u64 ${local}[${count}];\n${copies.join('\n')}\nfor (int i = 0; i < ${count}; i++)\n\tacc += ${local}[i];`,
  );
};

export const byMemcpy: Way = (world) => {
  const array = someArray(world);
  if (array?.size !== 4 || array.count < 4) return null;
  const local = fresh(world, 'words');
  return statement(
    `__u32 ${local}[4];\n__builtin_memcpy(${local}, ctx->${array.path}, sizeof(${local}));\nacc += ${local}[0] + ${local}[3];`,
  );
};

export const fieldInLoop: Way = (world) => {
  const read = someRead(world);
  if (read === null) return null;
  const i = fresh(world, 'i');
  return statement(
    `for (int ${i} = 0; ${i} < 3; ${i}++)\n\tacc += ${read} * (${i} + 1) + bpf_get_prandom_u32();`,
  );
};

export const whileLoop: Way = (world) => {
  const read = someRead(world);
  if (read === null) return null;
  const n = fresh(world, 'n');
  return statement(
    `int ${n} = 4;\nwhile (${n}-- > 0) {\n\tif (knobs[6] == ${n})\n\t\tbreak;\n\tacc += ${read};\n}`,
  );
};

export const doWhile: Way = (world) => {
  const read = someRead(world);
  if (read === null) return null;
  return statement(
    `do {\n\tif (knobs[7])\n\t\tbreak;\n\t${used(world, read).replaceAll('\n', '\n\t')}\n} while (0);`,
  );
};

export const variableIndex: Way = (world) => {
  const array = world.layout.arrays.filter((each) => isLegal(world, 'read', each.offset, each.size)).at(0);
  if (!array || world.layout.type === 'struct enter_record' || !shallRefuse(world)) return null;
  const index = world.random.pick(['knobs[0] & 3', 'bpf_get_prandom_u32() & 1', '(acc & 1)']) ?? '0';
  return statement(`acc += ctx->${array.path}[${index}];`);
};

/** An index that the compiler knows. */
export const constantIndex: Way = (world) => {
  const array = someArray(world);
  if (!array) return null;
  const local = fresh(world, 'at');
  const index = world.random.below(Math.min(array.count, 4));
  return statement(`const int ${local} = ${index};\n${used(world, `ctx->${array.path}[${local}]`)}`);
};
