/** Stores into the context: plain, compound, steps, too narrow, and of constants. */
import {
  isLegal,
  isSplit,
  shallRefuse,
  someField,
  spelled,
  statement,
  type Way,
  type World,
} from '../world.js';

/**
 * Registers, through whatever struct they are seen: since 6.18 it depends on how the kernel was built whether a
 * program may write them.
 */
function dependsOnBuild({ kind, layout }: World): boolean {
  return [kind.layout.type, layout.type].includes('struct pt_regs');
}

export const plain: Way = (world) => {
  if (dependsOnBuild(world)) return null;
  const field = someField(world, 'write');
  if (!field) return null;
  const target = spelled(world, field.path);
  const value = world.random.pick(['knobs[1]', '7', 'acc', '0', '(__u32)acc + 1']) ?? '0';
  return statement(`${target} = ${value};`);
};

export const compound: Way = (world) => {
  if (dependsOnBuild(world)) return null;
  const field = someField(world, 'write');
  if (!field) return null;
  if (!isLegal(world, 'read', field.offset, field.size) && isLegal(world, 'write', field.offset, field.size))
    return null;
  const target = `(${spelled(world, field.path)})`;
  const spellings = [
    `${target} |= knobs[2];`,
    `${target} += 3;`,
    `${target}++;`,
    `--${target};`,
    `acc += ${target}++;`,
    `${target} &= ~1;`,
  ];
  return statement(world.random.pick(spellings) ?? '');
};

export const narrow: Way = (world) => {
  if (dependsOnBuild(world)) return null;
  const { random, layout } = world;
  const field = random.pick(layout.numbers);
  const size = random.pick([1, 2, 4, 8]) ?? 1;
  if (!field || field.offset % size !== 0 || isSplit(world, field, size)) return null;
  if (!isLegal(world, 'write', field.offset, size) && !shallRefuse(world)) return null;
  return statement(`*(__u${size * 8} *)&ctx->${field.path} = knobs[3];`);
};

export const underCondition: Way = (world) => {
  if (dependsOnBuild(world)) return null;
  const field = someField(world, 'write');
  return field ? statement(`if (knobs[4])\n\tctx->${field.path} = acc;`) : null;
};
