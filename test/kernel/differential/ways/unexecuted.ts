/** Operands and arms that are not executed: what they would call, test or store changes nothing. */
import { form } from '../form.js';
import { fresh, type World } from '../world.js';

/** A function that gives a number by its return value, and another one, 5, through a pointer. */
function giver(world: World): string {
  const name = fresh(world, 'gives');
  const specifiers = world.random.pick(['static __noinline', 'static __always_inline']) ?? '';
  world.declarations.push(
    `${specifiers} int ${name}(__u32 *out)\n{\n\t*out = 5;\n\treturn knobs[4] & 1;\n}\n`,
  );
  return name;
}

export const callBehindAnd = form((world, value, reaches) => {
  const [a, local, result] = [fresh(world, 'a'), fresh(world, 'x'), fresh(world, 'r')];
  return `__u32 ${local} = 0, ${a} = knobs[1];\nint ${result} = ${a} && ${giver(world)}(&${local});\nif (${reaches ? '' : '!'}${a} && ${local} == 5)\n\tacc += ${value};\nacc += ${result};`;
});

export const callBehindOr = form((world, value, reaches) => {
  const [a, local, result] = [fresh(world, 'a'), fresh(world, 'x'), fresh(world, 'r')];
  return `__u32 ${local} = 0, ${a} = knobs[1];\nint ${result} = ${a} || ${giver(world)}(&${local});\nif (${reaches ? '!' : ''}${a} && ${local} == 5)\n\tacc += ${value};\nacc += ${result};`;
});

export const callInAnArm = form((world, value, reaches) => {
  const [a, local, result] = [fresh(world, 'a'), fresh(world, 'x'), fresh(world, 'r')];
  return `__u32 ${local} = 0, ${a} = knobs[1];\nint ${result} = ${a} ? ${giver(world)}(&${local}) : 3;\nif (${reaches ? '' : '!'}${a} && ${local} == 5)\n\tacc += ${value};\nacc += ${result};`;
});

export const testInAnOperand = form((world, value, reaches) => {
  const [x, y, z] = [fresh(world, 'x'), fresh(world, 'y'), fresh(world, 'z')];
  return `__u32 ${x} = knobs[1], ${y} = knobs[2], ${z} = knobs[3];\nif (${y} && (${x} > 5 && ${z}))\n\tacc++;\nif (!${y} && ${x} > 5 && (${x} & ${reaches ? '~7u' : '~3u'}) == 0)\n\tacc += ${value};`;
});

export const testInAnArm = form((world, value, reaches) => {
  const [x, y, z] = [fresh(world, 'x'), fresh(world, 'y'), fresh(world, 'z')];
  return `__u32 ${x} = knobs[1], ${y} = knobs[2], ${z} = knobs[3];\nacc += ${y} ? 0 : (${x} > 5 && ${z});\nif (${y} && ${x} > 5 && (${x} & ${reaches ? '~7u' : '~3u'}) == 0)\n\tacc += ${value};`;
});

export const storeInAnOperand = form((world, value, reaches) => {
  const [a, local, result] = [fresh(world, 'a'), fresh(world, 'x'), fresh(world, 'r')];
  return `__u32 ${local} = 0, ${a} = knobs[1];\nint ${result} = ${a} && (${local} = 5, knobs[2]);\nif (${reaches ? '' : '!'}${a} && ${local} == 5)\n\tacc += ${value};\nacc += ${result};`;
});

export const statementsInAnArm = form((world, value, reaches) => {
  const [a, local, result] = [fresh(world, 'a'), fresh(world, 'x'), fresh(world, 'r')];
  return `__u32 ${local} = 0, ${a} = knobs[1];\nint ${result} = ${a} ? ({ __u32 *p = &${local}; ${giver(world)}(p); }) : 3;\nif (${reaches ? '' : '!'}${a} && ${local} == 5)\n\tacc += ${value};\nacc += ${result};`;
});
