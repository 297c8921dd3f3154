/** Random C statements over a program's input and locals: assignments, control flow, memory. */
import { bitFields, inputFields, numberTypes } from './types.js';
import { expression, fresh, pick, type Scope } from './expressions.js';

/** What a program's kind lets its statements do. */
export interface Body extends Scope {
  /** Whether `*p` may be written. */
  readonly isWritable: boolean;
}

type Maker = (body: Body, depth: number) => string;

/** Some statements, each in a line. */
export function statements(body: Body, count: number, depth: number): string {
  return Array.from({ length: count }, () => statement(body, depth)).join('\n');
}

function statement(body: Body, depth: number): string {
  const make = body.random.pick(depth > 0 ? makers : simple) ?? declaration;
  return make(body, depth);
}

/** Statements in braces, whose locals end with them. */
function block(body: Body, depth: number): string {
  const { length } = body.locals;
  const text = statements(body, 1 + body.random.below(3), depth);
  body.locals.length = length;
  return `{\n${text}\n}`;
}

const declaration: Maker = (body) => {
  const type = body.random.pick(numberTypes)?.name ?? '__u8';
  const value = expression(body, 3);
  const name = fresh(body);
  body.locals.push(name);
  const words = body.random.chance(0.1) ? 'volatile ' : '';
  return `${words}${type} ${name} = ${value};`;
};

/** A place that holds a number. */
function target(body: Body): string {
  const { random, locals } = body;
  const own = random.pick(locals);
  if (own !== null && random.chance(0.5)) return own;
  return pick(random, [
    `l.${pick(random, bitFields)}`,
    `l.${pick(random, inputFields)}`,
    `a8[${expression(body, 1)} & 7]`,
    `a32[(${expression(body, 1)}) & 3]`,
    'u.b[3]',
    'u.h[1]',
    'pair.v',
    'pair.y',
    'counter',
    'zeroed[1]',
    ...(body.isWritable ? [`p->${pick(random, inputFields)}`, `p->${pick(random, bitFields)}`] : []),
  ]);
}

const assignment: Maker = (body) => {
  const { random } = body;
  const to = target(body);
  const value = expression(body, 3);
  return pick(random, [
    `${to} = ${value};`,
    `${to} = ${value};`,
    `${to} ${pick(random, ['&=', '|=', '^='])} ${value};`,
    `${to} ${pick(random, ['+=', '-='])} (__u32)${value};`,
    `${to} *= (__u64)${value};`,
    `${to} ${pick(random, ['<<=', '>>='])} ${value} & 7;`,
    `${to} = (__u32)${to} ${pick(random, ['/', '%'])} ((__u8)${value} | 1);`,
  ]);
};

const step: Maker = (body) => {
  const to = body.random.pick(body.locals) ?? 'counter';
  const other = target(body);
  const op = pick(body.random, ['++', '--']);
  return body.random.chance(0.5) ? `${op}${to};` : `a8[5] = ${to}${op}; ${other} = 3;`;
};

const copies: Maker = (body) => {
  const { random } = body;
  return pick(random, [
    'l.f = p->f;',
    `{ struct io other = *p; other.w[1] ^= ${expression(body, 1)}; l = other; }`,
    '__builtin_memcpy(&u, &l.d[1], sizeof(u));',
    `__builtin_memset(a8 + 2, ${expression(body, 1)}, 4);`,
    '__builtin_memcpy(a32, p->w, sizeof(p->w));',
    'l.w[2] = u.w[0] + u.h[3];',
    `pair = paired(pair, (__s16)${expression(body, 2)});`,
    'pair = (struct pair){ 3, .v = u.b[1], .y = pair.x };',
    '__u8 tail[5] = "ab"; a8[1] ^= tail[1] + tail[4];'.replace(/^(.*?);(.*)$/, '{ $1;$2 }'),
    `__sync_fetch_and_add(&atom, ${expression(body, 1)});`,
    `a8[2] ^= __sync_fetch_and_or(&atom, ${expression(body, 1)});`,
    `a8[3] += __sync_lock_test_and_set(&atom, (__u64)${expression(body, 1)});`,
    `a8[4] += __sync_val_compare_and_swap(&atom, 0, 5) == 0;`,
    '{ struct tally t = { 1 }; bpf_loop(9, count, &t, 0); u.w[1] += t.sum + t.rounds; }',
  ]);
};

const pointers: Maker = (body) => {
  const name = fresh(body);
  const value = expression(body, 1);
  return pick(body.random, [
    `{ const __u8 *${name} = p->b; ${name} += 1; a8[0] ^= *${name}++ + ${name}[-1] + (${name} - p->b); }`,
    `{ __u32 *${name} = a32; *(${name} + (${value} & 3)) += 3; a8[7] = &a32[3] - ${name}; }`,
    `{ __u32 *${name} = &a32[3]; a8[6] ^= --${name} > a32; u.w[0] ^= *${name} + 2[a32]; }`,
    `{ struct bits *${name} = (__u8)${value} > 7 ? &l.f : &l.f; ${name}->d += 5; u.h[2] = ${name}->d; }`,
  ]);
};

const branch: Maker = (body, depth) =>
  `if (${expression(body, 3)}) ${block(body, depth - 1)}${body.random.chance(0.5) ? ` else ${block(body, depth - 1)}` : ''}`;

const loop: Maker = (body, depth) => {
  const { random } = body;
  const name = fresh(body);
  const rounds = 1 + random.below(5);
  const leave = random.chance(0.5)
    ? `if (${expression(body, 2)}) ${pick(random, ['break', 'continue'])};\n`
    : '';
  const inner = `{\n${leave}${block(body, depth - 1)}\n}`;
  return pick(random, [
    `for (int ${name} = 0; ${name} < ${rounds}; ${name}++) ${inner}`,
    `{ __u32 ${name} = ${rounds}; while (${name}--) ${inner} }`,
    `{ __u8 ${name} = 0; do ${inner} while (++${name} < ${rounds}); }`,
  ]);
};

const choice: Maker = (body, depth) => {
  const { random } = body;
  const value = pick(random, [`${expression(body, 2)} & 7`, `(__s8)${expression(body, 2)}`]);
  const inner = (): string => `${block(body, depth - 1)}${random.chance(0.6) ? '\nbreak;' : ''}`;
  const last = random.chance(0.5) ? `default: ${inner()}\n` : '';
  return `switch (${value}) {\ncase 0: ${inner()}\ncase 1 ... 3: ${inner()}\n${last}case -5 ... -1: case 6: ${inner()}\n}`;
};

const skip: Maker = (body, depth) => {
  const label = `skip_${fresh(body)}`;
  return `if (${expression(body, 2)}) goto ${label};\n${block(body, depth - 1)}\n${label}:;`;
};

const simple: readonly Maker[] = [
  declaration,
  declaration,
  assignment,
  assignment,
  assignment,
  step,
  copies,
  pointers,
];
const makers: readonly Maker[] = [...simple, branch, branch, loop, choice, skip];
