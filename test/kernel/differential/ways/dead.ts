/** Code that is never compiled or never run: what it does with the context does not count. */
import { fresh, refusedField, statement, used, type Way, type World } from '../world.js';

function read(world: World): string | null {
  const field = refusedField(world) ?? world.random.pick(world.layout.numbers);
  return field && `ctx->${field.path}`;
}

export const never: Way = (world) => {
  const value = read(world);
  if (value === null) return null;
  const constant = fresh(world, 'OFF').toUpperCase();
  const local = fresh(world, 'off');
  const tests = [
    '0',
    'sizeof(*ctx) == 1',
    '1 > 2',
    '!1',
    '0 && acc',
    constant,
    `sizeof(${value}) > 64`,
    '__builtin_constant_p(knobs[0])',
    local,
  ];
  const test = world.random.pick(tests) ?? '0';
  if (test === constant)
    world.declarations.push(world.random.chance(0.5) ? `#define ${constant} 0\n` : `enum { ${constant} };\n`);
  const before = test === local ? `const int ${local} = 0;\n` : '';
  return statement(`${before}if (${test})\n\tacc += ${value};`);
};

export const otherArm: Way = (world) => {
  const value = read(world);
  if (value === null) return null;
  return statement(
    world.random.pick([
      `acc += 0 ? ${value} : 3;`,
      `acc += 1 ? 3 : ${value};`,
      `acc += 0 && ${value};`,
      `acc += 1 || ${value};`,
    ]) ?? '',
  );
};

export const unevaluated: Way = (world) => {
  const value = read(world);
  if (value === null) return null;
  const local = fresh(world, 't');
  return statement(
    world.random.pick([
      `acc += sizeof(${value});`,
      `typeof(${value}) ${local} = 3;\nacc += ${local};`,
      `acc += sizeof ${value};`,
      `acc += __builtin_types_compatible_p(typeof(${value}), int);`,
    ]) ?? '',
  );
};

export const fieldExists: Way = (world) => {
  const value = read(world);
  if (value === null || /own_arguments|enter_record|pt_regs|perf/.test(world.layout.type)) return null;
  return statement(`acc += bpf_core_field_exists(${value});`);
};

export const loopNever: Way = (world) => {
  const value = read(world);
  return value === null ? null : statement(`while (0)\n\tacc += ${value};`);
};

export const directive: Way = (world) => {
  const value = read(world);
  return value === null ? null : statement(`#if 0\nacc += ${value};\n#endif\nacc++;`);
};

/** Read-only data decides, which the verifier knows. */
export const behindFlag: Way = (world) => {
  const value = read(world);
  return value === null ? null : statement(`if (never)\n\tacc += ${value};`);
};

export const afterReturn: Way = (world) => {
  const value = read(world);
  if (value === null) return null;
  const name = fresh(world, 'ends');
  world.declarations.push(
    `static __always_inline __u64 ${name}(${world.layout.type} *ctx)\n{\n\treturn 4;\n\treturn ${value};\n}\n`,
  );
  return statement(used(world, `${name}(ctx)`));
};

export const afterGoto: Way = (world) => {
  const value = read(world);
  if (value === null) return null;
  const label = fresh(world, 'out');
  return statement(`goto ${label};\nacc += ${value};\n${label}:\nacc++;`);
};

export const overwritten: Way = (world) => {
  const value = read(world);
  if (value === null) return null;
  const local = fresh(world, 'w');
  return statement(`__u64 ${local} = ${value};\n${local} = 6;\nacc += ${local};`);
};
