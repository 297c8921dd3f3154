/** The strategy `fork`: which places executions get to, and with which numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, explored } from './explored.js';

const head = `struct ctx { unsigned data, data_end, a, b, c; };
int input(void); int small(void); void *maybe(void); void fill(void *); void move(void);
`;
const f = (body: string): string => `${head}int f(struct ctx *ctx)\n{\n${body}\n}\n`;

test('tests of numbers that come from outside go both ways, once', () => {
  check(
    f(
      'if (ctx->a == 7) { yes_1(); if (ctx->a != 7) no_1(); if (ctx->b > ctx->a) yes_2(); } else yes_3(); return 0;',
    ),
  );
});

test('what a test excludes stays excluded through copies, flags and arithmetic', () => {
  check(
    f(`unsigned x = ctx->a & 0xf0; int flag = 0;
	if (x > 0x30) flag = 1;
	if (flag) { if (x + 1 == 0x41) yes_1(); if (x == 0x41) no_1(); if (x < 0x40) no_2(); }
	if (x / 16 == 16) no_3();
	return 0;`),
  );
});

test('short circuits and conditional operators do not execute what they skip', () => {
  check(
    f(`int v = 0; int *p = &v;
	int r = ctx->a && (*p = 5);
	if (r && v == 5) yes_1();
	if (!ctx->a && v == 5) no_1();
	int y = ctx->b ? small() : 0;
	if (!ctx->b && y) no_2();
	if (y == 4) yes_2();
	if (y == 5) no_3();
	return 0;`),
  );
});

test('a look-up that gives NULL, and one that gives a value', () => {
  check(
    f(
      'unsigned long long *v = maybe(); if (!v) { yes_1(); return 0; } if (!v) no_1(); if (*v == 9) yes_2(); return 0;',
    ),
  );
});

test('functions are entered, and what they return is what they compute', () => {
  check(
    `${head}static int g(struct ctx *c, int n) { if (n > 3) { yes_1(); return c->b; } if (n == 9) no_1(); return -1; }
int f(struct ctx *ctx)
{
	int r = g(ctx, ctx->a);
	if (r == -1) yes_2();
	if (ctx->a < 2 && r == 5) no_2();
	if (ctx->a == 4 && r == 5) yes_3();
	return 0;
}`,
  );
});

test('loops are walked round by round', () => {
  check(
    f(`int s = 0;
	for (int i = 0; i < 10; i++) { s += i; if (i == 10) no_1(); if (i == 9) yes_1(); }
	if (s == 45) yes_2(); else no_2();
	int n = 0;
	while (n < 4) { if (input() == 3) break; n++; }
	if (n == 3) yes_3();
	if (n == 5) no_3();
	return 0;`),
  );
});

test('a switch takes the case of its value', () => {
  check(
    f(`switch (ctx->a) {
	case 1: yes_1(); /* fallthrough */
	case 2 ... 5: yes_2(); if (ctx->a == 6) no_1(); break;
	case 9: return 1;
	default: yes_3(); if (ctx->a == 3) no_2();
	}
	if (ctx->a == 9) no_3();
	return 0;`),
  );
});

test('a packet is as long as it was compared with', () => {
  check(
    f(`char *data = (char *)(long)ctx->data, *end = (char *)(long)ctx->data_end;
	if (data + 14 > end) { yes_1(); if (data + 20 <= end) no_1(); return 0; }
	if (data + 13 > end) no_2();
	if (data[12] == 8 && data[13] == 0) yes_2();
	if (end - data == 14) yes_3();
	if (end - data == 13) no_3();
	return 0;`),
  );
});

test('structs, unions and arrays are bytes', () => {
  check(
    `${head}union u { unsigned word; unsigned char bytes[4]; };
int f(struct ctx *ctx)
{
	union u u = { .word = 0x01020304 };
	if (u.bytes[0] == 4 && u.bytes[3] == 1) yes_1(); else no_1();
	u.bytes[1] = ctx->a;
	if (u.word == 0x01027704) yes_2();
	if ((u.word & 0xff) == 5) no_2();
	union u v = u;
	if (v.bytes[1] != u.bytes[1]) no_3();
	return 0;
}`,
  );
});

test('what a helper writes, and what lost numbers decide, is not known', () => {
  check(
    f(`int v = 3, w = 3;
	fill(&v);
	if (v == 4) unknown_1();
	if (w == 4) no_1();
	if (v == 4) yes_0(); else yes_0b();
	return 0;`).replace('yes_0(); else yes_0b();', 'w = 1; else w = 2; yes_2(); if (w == 3) no_2();'),
  );
});

test('beyond the steps nothing is said', () => {
  const text = f('int i = 0; while (input() != 5) { i++; } if (i == 9000) unknown_1(); return 0;');
  check(text, { steps: 3_000, solver: 5_000 });
});

test('a witness has numbers that lead there', () => {
  const { exploration, unit } = explored(
    f('if (ctx->a * 3 + 1 == 301 && ctx->b == ctx->a) yes_1(); return 0;'),
  );
  const blocks = unit.function('f')?.blocks ?? [];
  const block = blocks.findIndex(({ instructions }) => instructions.some(({ op }) => op === 'call'));
  const index = blocks[block]?.instructions.findIndex(({ op }) => op === 'call') ?? 0;
  const answer = exploration.at({ fn: 'f', block, index });
  assert.ok(answer.kind === 'reachable');
  assert.deepEqual([...new Set(answer.witness.model.values())], [100n]);
  assert.equal(answer.witness.decisions.length, 2);
});
