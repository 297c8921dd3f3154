/** What BPF C writes inside of functions and plain C does not know comes out as statements and expressions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shape, statements, written } from './load.js';

test('bpf_for is a loop from its first to its last', () => {
  const [loop] = statements('bpf_for(i, 0, n) { sum += i; }');
  assert.ok(loop?.kind === 'loop' && loop.form === 'for' && loop.init && loop.update);
  assert.deepEqual(shape(loop.test), {
    kind: 'binary',
    op: '<',
    left: { kind: 'ident', name: 'i' },
    right: { kind: 'ident', name: 'n' },
  });
});

test('any macro before a block is a loop', () => {
  for (const head of [
    'bpf_for_each(task, t, NULL, 0)',
    'bpf_repeat(10)',
    'list_for_each_entry(pos, head, member)',
    'FOR(x)',
  ]) {
    const [loop] = statements(`${head} {\n\tx++;\n}`);
    assert.ok(loop?.kind === 'loop' && loop.test?.kind === 'call' && loop.test.callee.kind === 'ident', head);
    assert.ok(head.startsWith(loop.test.callee.name));
  }
});

test('a loop macro may govern a single statement', () => {
  const [loop, rest] = statements('bpf_for(i, 0, 3)\n\tsum += i;\nreturn sum;');
  assert.deepEqual([loop?.kind, rest?.kind], ['loop', 'return']);
});

test('a macro call without its semicolon does not swallow the next statement', () => {
  const all = statements('MAYBE_LOG("x", 1)\nreturn 0;');
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ['expression', 'return'],
  );
});

test('a type among the arguments of a call is one', () => {
  for (const type of [
    'struct task_struct',
    'struct sk_buff *',
    'enum e',
    'unsigned int',
    'u32 *',
    'const char *',
    'uint64_t',
  ]) {
    const [statement] = statements(`x = some_macro(${type}, p);`);
    assert.ok(statement?.kind === 'expression' && statement.expression.kind === 'assign');
    const call = statement.expression.right;
    assert.ok(call.kind === 'call');
    const [first, second] = call.args;
    assert.ok(first?.kind === 'type', type);
    assert.equal(written(first.type).replace(/ \*$/, ' *'), type.replace('const ', ''));
    assert.equal(second?.kind, 'ident');
  }
});

test('offsetof has a type and a path', () => {
  const [statement] = statements('x = offsetof(struct foo, a.b);');
  assert.ok(statement?.kind === 'expression' && statement.expression.kind === 'assign');
  const { right } = statement.expression;
  assert.ok(right.kind === 'unevaluated' && right.type && right.operand?.kind === 'member');
  assert.equal(written(right.type), 'struct foo');
});

test('typeof keeps its operand', () => {
  const [statement] = statements('typeof(p->len) n = 0;');
  assert.ok(statement?.kind === 'declaration');
  const type = statement.variables[0]?.type;
  assert.ok(type?.kind === 'typeof' && type.operand?.kind === 'member');
  assert.equal(type.operand.field, 'len');
});

test('assembly tells its operands and what it clobbers', () => {
  const body =
    'asm volatile("r1 = %[a];" "exit" : "=r"(x), [y]"+m"(*y) : [a]"i"(5), __imm(bpf_foo) : "r0", "memory");';
  const [statement] = statements(body);
  assert.ok(statement?.kind === 'asm');
  assert.equal(statement.template, 'r1 = %[a];exit');
  assert.deepEqual(
    [statement.outputs.length, statement.inputs.length, statement.clobbers],
    [2, 2, ['r0', 'memory']],
  );
});

test('assembly may have neither operands nor clobbers, or clobbers only', () => {
  const kinds = statements(
    'asm("exit");\n__asm__ __volatile__("" ::: "memory");\nasm volatile goto("x" : : : : out);\nout: return 0;',
  );
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['asm', 'asm', 'asm', 'label'],
  );
});

test('a range of cases has its first and its last value', () => {
  const [statement] = statements('switch (x) { case 1 ... 5: case 7: return 1; default: break; }');
  assert.ok(statement?.kind === 'switch' && statement.body.kind === 'block');
  const values = statement.body.body.map((part) => (part.kind === 'case' ? part.values.length : -1));
  assert.deepEqual(values, [2, 1, 0]);
});

test('a label may end a block', () => {
  const all = statements('goto out;\nout:');
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ['jump', 'label'],
  );
});

test('a designated initializer among the arguments of a macro keeps the statement', () => {
  const all = statements('LIBBPF_OPTS(t, opts, .flags = f(x), );\nDO(x, {.a = 1, .b = 2});\nreturn 0;');
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ['expression', 'expression', 'return'],
  );
});

test('an attribute nobody listed is hidden in a local declaration', () => {
  const all = statements('u32 __attr x = 1;\nstruct s __arena *p;\nreturn x;');
  const names = all.map((statement) =>
    statement.kind === 'declaration' ? statement.variables[0]?.name : statement.kind,
  );
  assert.deepEqual(names, ['x', 'p', 'return']);
});
