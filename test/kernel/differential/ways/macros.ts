/** Fields that reach the access through macros. */
import { fresh, someField, someRead, statement, used, type Way } from '../world.js';

export const object: Way = (world) => {
  const read = someRead(world);
  if (read === null) return null;
  const name = fresh(world, 'M').toUpperCase();
  world.declarations.push(`#define ${name} ${read}\n`);
  return statement(used(world, name));
};

export const fieldName: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  const name = fresh(world, 'M').toUpperCase();
  world.declarations.push(`#define ${name} ${field.path}\n`);
  return statement(used(world, `ctx->${name}`));
};

export const withArguments: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  const name = fresh(world, 'M').toUpperCase();
  const kinds = [
    [`#define ${name}(c) ((c)->${field.path})\n`, `${name}(ctx)`],
    [`#define ${name}(c, f) (c)->f\n`, `${name}(ctx, ${field.path})`],
    [`#define ${name}(f) ctx->f\n`, `${name}(${field.path})`],
    [`#define ${name}(x) ((x) + 1)\n`, `${name}(ctx->${field.path})`],
    [
      `#define ${name}_IN(c, f) (c)->f\n#define ${name}(c) (${name}_IN(c, ${field.path}) + 2)\n`,
      `${name}(ctx)`,
    ],
    [`#define ${name}(a, b) ((a) > (b) ? (a) : (b))\n`, `${name}(ctx->${field.path}, 7)`],
    [`#define ${name}(c) ({ __u64 __x = (c)->${field.path}; __x + 1; })\n`, `${name}(ctx)`],
  ] as const;
  const chosen = world.random.pick(kinds);
  if (!chosen) return null;
  world.declarations.push(chosen[0]);
  return statement(used(world, chosen[1]));
};

export const inStatement: Way = (world) => {
  const field = someField(world, 'read');
  if (!field) return null;
  const name = fresh(world, 'M').toUpperCase();
  world.declarations.push(
    `#define ${name}(c, to)${' '.repeat(4)}\\\n\tdo {${' '.repeat(8)}\\\n\t\t(to) += (c)->${field.path};\\\n\t} while (0)\n`,
  );
  return statement(`${name}(ctx, acc);`);
};

/** A macro whose argument is never evaluated. */
export const ignoredArgument: Way = (world) => {
  const field = world.random.pick(world.layout.numbers);
  if (!field) return null;
  const name = fresh(world, 'M').toUpperCase();
  world.declarations.push(`#define ${name}(x) (4)\n`);
  return statement(`acc += ${name}(ctx->${field.path});`);
};
