/** Runs of small functions: how they end, and what is said of what C leaves undefined. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replay } from '../../../server/src/core/replay/machine.js';
import { firstAddress, Memory } from '../../../server/src/core/replay/memory.js';
import { Objects } from '../../../server/src/core/replay/objects.js';
import type { Run } from '../../../server/src/core/replay/outcome.js';
import { unitOf } from '../ir/support.js';

/** Runs `f` on arguments; `bytes` of them lie in memory where the first points to, if there are any. */
function run(
  text: string,
  args: readonly bigint[],
  bytes: Uint8Array | null = null,
  mostSteps = 10_000,
): Run {
  const unit = unitOf(text);
  const memory = new Memory();
  const objects = new Objects(unit, memory);
  const first = bytes ? [memory.add('input', bytes).address] : [];
  const world = { call: () => null, named: (name: string) => (name === 'SEVEN' ? 7n : null) };
  return replay({ unit, entry: 'f', args: [...first, ...args], memory, objects, world, mostSteps });
}

function ends(text: string, args: readonly bigint[], bytes: Uint8Array | null = null): string {
  const { outcome } = run(text, args, bytes);
  if (outcome.kind === 'returned') return String(outcome.value);
  if (outcome.kind === 'lost') return `lost: ${outcome.why}`;
  if (outcome.kind !== 'violation') return outcome.kind;
  const { isWrite, size, region, offset } = outcome;
  return `${isWrite ? 'writes' : 'reads'} ${size} at ${region ?? 'NULL'}+${offset}`;
}

const outcomes: readonly (readonly [
  text: string,
  args: readonly bigint[],
  end: string,
  bytes?: Uint8Array,
])[] = [
  ['int f(int a) { return a + 1; }', [41n], '42'],
  ['void f(int a) { }', [41n], 'null'],
  ['int f(__u8 *p) { return p[3]; }', [], '9', Uint8Array.of(1, 2, 3, 9)],
  ['int f(__u8 *p) { return p[4]; }', [], 'reads 1 at input+4', Uint8Array.of(1, 2, 3, 9)],
  ['int f(__u16 *p) { return p[1]; }', [], 'reads 2 at input+2', Uint8Array.of(1, 2, 3)],
  ['int f(__u8 *p) { return p[-1]; }', [], 'reads 1 at input+-1', Uint8Array.of(1, 2)],
  ['int f(__u8 *p) { p[2] = 1; return 0; }', [], 'writes 1 at input+2', Uint8Array.of(1, 2)],
  ['int f(__u32 *p) { return *p; }', [0n], 'reads 4 at NULL+0'],
  [
    'int f(__u8 *p) { __u8 b[4]; __builtin_memcpy(b, p, 4); return 1; }',
    [],
    'reads 4 at input+0',
    Uint8Array.of(1),
  ],
  ['int f(__u8 *p) { __builtin_memcpy(p, &p, 4); return 1; }', [], 'writes 4 at input+0', Uint8Array.of(1)],
  ['int f(__u8 *p, int n) { __builtin_memcpy(p, p + 9, n); return 1; }', [0n], '1', Uint8Array.of(1)],
  ['int f(__u8 *p) { __builtin_memset(p, 7, 2); return *p; }', [], 'writes 2 at input+0', Uint8Array.of(1)],
  ['int f(__u8 *p) { __builtin_memset(p, 7, 1); return *p; }', [], '7', Uint8Array.of(1)],
  [
    'int f(__u8 *p) { __sync_fetch_and_add((int *)p, 1); return 1; }',
    [],
    'reads 4 at input+0',
    Uint8Array.of(1),
  ],
  ['int f(int a) { if (a) __builtin_unreachable(); return 3; }', [1n], 'unreachable'],
  ['int f(int a) { return g(a); }', [1n], 'lost: g'],
  ['int f(int a) { return a == SEVEN; }', [7n], '1'],
  ['int f(int a) { return a == EIGHT; }', [7n], 'lost: EIGHT'],
  ['int f(int a) { for (;;) a++; }', [1n], 'limit'],
  ['static int g(int a) { return a ? g(a - 1) : 5; }\nint f(int a) { return g(a); }', [6n], '5'],
  ['static int g(int a) { return a ? g(a - 1) : 5; }\nint f(int a) { return g(a); }', [7n], 'limit'],
  ['static int g(int a) { return a * 2; }\nint f(int a) { int (*p)(int) = g; return p(a); }', [4n], '8'],
  ['int counter = 3, *at = &counter;\nint f(int a) { return *at + a; }', [4n], '7'],
  [
    'struct s { __u8 a; __s16 b[2]; } t[2] = { [1].b[1] = -2 };\nint f(int a) { return t[a].b[1]; }',
    [1n],
    '4294967294',
  ],
  [
    'int f(int a) { switch (a) { case -3 ... -1: return 1; case 0: return 2; default: return 3; } }',
    [0xfffffffen],
    '1',
  ],
  ['int f(unsigned a) { switch (a) { case 3 ... 5: return 1; default: return 3; } }', [5n], '1'],
  ['int f(int a) { return __sync_val_compare_and_swap(&a, 3, 5) * 10 + a; }', [3n], '35'],
  ['int f(int a) { return __sync_val_compare_and_swap(&a, 4, 5) * 10 + a; }', [3n], '33'],
];
for (const [text, args, end, bytes] of outcomes) {
  test(`${text.split('\n').at(-1) ?? ''} (${args.join()}): ${end}`, () =>
    assert.equal(ends(text, args, bytes), end));
}

const undefinedSteps: readonly (readonly [text: string, args: readonly bigint[], what: readonly string[]])[] =
  [
    ['int f(int a) { return a + 1; }', [0x7fffffffn], ['signed overflow']],
    ['int f(unsigned a) { return a + 1; }', [0xffffffffn], []],
    ['int f(int a) { return 7 % a; }', [0n], ['division by zero']],
    ['int f(int a) { return a % -1; }', [0x80000000n], ['signed overflow']],
    ['int f(int a) { return a / -1; }', [0x80000000n], ['signed overflow']],
    ['int f(int a) { return 1 << a; }', [32n], ['shift count']],
    ['int f(int a) { return 1 << a; }', [31n], []],
    ['int f(int a) { int x; if (a) x = 5; return x; }', [0n], ['indeterminate value']],
    ['int f(int a) { int x; if (a) x = 5; return x; }', [1n], []],
    ['int f(int a) { int x; return x & 0; }', [1n], []],
    ['int f(int a) { int x; if (x) return 1; return 0; }', [1n], ['indeterminate value']],
    ['int f(int a) { int x; switch (x) { case 1: return 1; } return 0; }', [1n], ['indeterminate value']],
    ['int f(int a) { struct { __u8 x : 3, y : 5; } s; s.x = a; return s.x; }', [9n], []],
    ['int f(int a) { struct { __u8 x : 3, y : 5; } s; s.x = a; return s.y; }', [9n], ['indeterminate value']],
    ['int f(int a) { struct { int x, y; } s, t; s.x = a; t = s; return t.x; }', [9n], []],
    [
      'int f(int a) { struct { int x, y; } s, t; s.x = a; t = s; return t.y; }',
      [9n],
      ['indeterminate value'],
    ],
    [
      'int f(int a) { for (int i = 0; i < 2; i++) { int x; if (i == a) return x; x = 1; } return 0; }',
      [1n],
      ['indeterminate value'],
    ],
    ['int f(int a) { __builtin_assume(a > 3); return a; }', [3n], ['false assumption']],
    ['int f(int a) { __builtin_assume(a > 3); return a; }', [4n], []],
    ['int f(int a) { }', [4n], ['indeterminate value']],
  ];
for (const [text, args, what] of undefinedSteps) {
  test(`${text} (${args.join()}): ${what.join() || 'defined'}`, () =>
    assert.deepEqual(
      run(text, args).undefined.map((each) => each.what),
      what,
    ));
}

test('steps are counted, and a run ends with its last', () => {
  assert.equal(run('int f(int a) { return a + 1; }', [1n], null, 1).outcome.kind, 'returned');
  assert.equal(run('int f(int a) { return a + 1; }', [1n], null, 0).outcome.kind, 'limit');
  assert.equal(run('int f(int a) { return a + 1; }', [1n]).steps, 1);
});

test('objects lie apart, and nothing lies at NULL', () => {
  const memory = new Memory();
  const [a, b] = [memory.add('a', 3), memory.add('b', Uint8Array.of(7))];
  assert.ok(a.address >= firstAddress && b.address - a.address >= 0x10000n);
  assert.equal(memory.near(a.address + 5n), a);
  assert.equal(memory.near(b.address - 1n), a);
  assert.equal(memory.near(firstAddress - 1n), a);
  assert.equal(memory.near(0x1000n), a);
  assert.equal(memory.near(0xfffn), null);
  assert.deepEqual(memory.load(b.address, 8), { value: 7n, unknown: 0n });
  assert.deepEqual(memory.load(a.address, 16), { value: 0n, unknown: 0xffffn });
  assert.equal(memory.load(a.address + 2n, 16), null);
  assert.equal(memory.store(b.address, 16, { value: 1n, unknown: 0n }), false);
  assert.ok(memory.holds(a.address, 3) && !memory.holds(a.address, 4) && !memory.holds(a.address - 1n, 1));
});
