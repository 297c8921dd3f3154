/** What BPF C writes and plain C does not know comes out as data, at the positions of the file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Variable } from '../../../server/src/core/syntax/ast.js';
import { functions, parse, sections, slice, written } from './load.js';

function variable(text: string): Variable {
  const node = parse(text).items[0]?.content.node;
  const first = node?.kind === 'variables' ? node.variables[0] : undefined;
  assert.ok(first, text);
  return first;
}

function members(text: string): Record<string, string> {
  const { type } = variable(text);
  assert.ok(type.kind === 'tagged' && type.body);
  return Object.fromEntries(type.body.members.map((member) => [member.name ?? '', written(member.type)]));
}

test('the members of a map definition have the types that libbpf gives them', () => {
  const text =
    'struct { __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS); __uint(max_entries, 2 * MAX); __type(key, __u32);\n' +
    '__type(value, struct event *); __ulong(map_extra, 3); __array(values, struct inner); } m SEC(".maps");';
  assert.deepEqual(members(text), {
    type: 'int[] *',
    max_entries: 'int[] *',
    key: '__u32 *',
    value: 'struct event * *',
    map_extra: 'int[] *',
    values: 'struct inner *[]',
  });
});

test('a map may define its key and its inner map on the spot', () => {
  const text =
    'struct { __type(key, struct { int a; }); __type(value, u64[10]); __array(values, struct { __uint(type, 1); }); } m;';
  assert.deepEqual(members(text), { key: 'struct {} *', value: 'u64[] *', values: 'struct {} *[]' });
  assert.deepEqual(parse(text).items[0]?.content.damage, []);
});

test('__bpf_md_ptr declares a pointer', () => {
  assert.deepEqual(members('struct { __bpf_md_ptr(struct bpf_sock *, sk); __u32 len; } x;'), {
    sk: 'struct bpf_sock *',
    len: '__u32',
  });
});

test('a nameless bit-field pads', () => {
  const { type } = variable('struct { u32 a:3; u32 :5; int : 0; } x;');
  assert.ok(type.kind === 'tagged' && type.body);
  const bits = type.body.members.map(({ name, bits }) => [
    name,
    bits?.kind === 'number' ? Number(bits.value) : null,
  ]);
  assert.deepEqual(bits, [
    ['a', 3],
    [null, 5],
    [null, 0],
  ]);
});

test('attributes of a struct are told, wherever they stand', () => {
  for (const text of [
    'struct s { int a; } __attribute__((preserve_access_index)) x;',
    'struct __attribute__((preserve_access_index)) s { int a; } x;',
  ]) {
    const { type } = variable(text);
    assert.ok(type.kind === 'tagged' && type.body);
    assert.deepEqual([type.tag, type.body.attributes], ['s', ['preserve_access_index']]);
  }
});

for (const head of [
  'static __always_inline int f(struct sk *a)',
  'static int __noinline f(struct sk *a)',
  '__weak __hidden int f(struct sk *a) __ksym',
  'int f(struct sk *a) __attribute__((noinline))',
  '__attribute__((noinline)) static int f(struct sk *a __arg_nonnull)',
  'MY_ANNOTATION(x, 1) static MYTHING int f(struct sk *a)',
  'static inline int __unknown_attr f(struct sk *a)',
  'extern "C" int f(struct sk *a)',
]) {
  test(`finds the function in: ${head}`, () => {
    const f = functions(`${head}\n{\n\treturn 1;\n}\n`).get('f');
    assert.ok(f);
    assert.deepEqual(
      f.params.map((param) => [param.name, written(param.type)]),
      [['a', 'struct sk *']],
    );
    assert.equal(written(f.returns), 'int');
  });
}

test('a type of its own name is not taken for an attribute', () => {
  const f = functions('static __always_inline conn_t *MY_THING f(const foo_t *p, bar q) { return 0; }').get(
    'f',
  );
  assert.equal(f && written(f.returns), 'conn_t *');
  assert.deepEqual(
    f?.params.map((param) => [param.name, written(param.type)]),
    [
      ['p', 'foo_t *'],
      ['q', 'bar'],
    ],
  );
});

test('attributes of a function and of its parameters are told apart', () => {
  const f = functions('__weak __noinline int f(void *ctx __arg_ctx, int n) { return 0; }').get('f');
  assert.deepEqual(f?.attributes, ['__weak', '__noinline']);
  assert.deepEqual(
    f.params.map((param) => param.attributes),
    [['__arg_ctx'], undefined],
  );
});

const wrappers = [
  'BPF_PROG',
  'BPF_KPROBE',
  'BPF_KRETPROBE',
  'BPF_UPROBE',
  'BPF_USDT',
  'BPF_KSYSCALL',
  'MY_PROG',
];
for (const wrapper of wrappers) {
  test(`${wrapper} declares the function that it names`, () => {
    const text = `SEC("x") int ${wrapper}(name_of_it, struct sock *sk, int a) { return 0; }`;
    const item = parse(text).items[0];
    assert.ok(item?.content.node.kind === 'function');
    const { node } = item.content;
    assert.equal(node.name, 'name_of_it');
    assert.equal(slice(text, item, node.nameSpan), 'name_of_it');
    assert.equal(node.wrapperSpan && slice(text, item, node.wrapperSpan), wrapper);
    assert.deepEqual(
      node.params.map((param) => param.name),
      ['sk', 'a'],
    );
  });
}

test('BPF_PROG without parameters has none', () => {
  assert.deepEqual(functions('int BPF_PROG(f) { return 0; }').get('f')?.params, []);
});

test('BPF_PROG2 has a comma between type and name', () => {
  const f = functions('int BPF_PROG2(f, struct a, x, struct b *, y, int, z) { return 0; }').get('f');
  assert.deepEqual(
    f?.params.map((param) => [param.name, written(param.type)]),
    [
      ['x', 'struct a'],
      ['y', 'struct b *'],
      ['z', 'int'],
    ],
  );
});

test('a macro may name the function and leave the parameters to C', () => {
  const text =
    '#define PROG(F) SEC("flow/" #F) int bpf_func_##F\nPROG(IP)(struct __sk_buff *skb)\n{\n\treturn 0;\n}\n';
  const f = functions(text).get('bpf_func_IP');
  assert.ok(f);
  assert.equal(f.wrapper, null);
  assert.deepEqual(
    f.params.map((param) => param.name),
    ['skb'],
  );
  assert.equal(sections(parse(text))[0]?.name, 'flow/IP');
});

test('positions are those of the file, whatever stands before them', () => {
  const text =
    '\ufeff/* \u{1F600} */ \r\n#define A "\u{1F4A5}"\r\nSEC("xdp") __noinline int f(struct xdp_md *ctx)\r\n{\r\n\tlog("\u{1F600}"); return ctx->rx_queue_index;\r\n}\r\n';
  const file = parse(text);
  const item = file.items.find(({ content }) => content.node.kind === 'function');
  assert.ok(item?.content.node.kind === 'function' && item.content.node.body?.kind === 'block');
  assert.equal(slice(text, item, item.content.node.nameSpan), 'f');
  const last = item.content.node.body.body.at(-1);
  assert.ok(last?.kind === 'return' && last.value?.kind === 'member');
  assert.equal(slice(text, item, last.value.fieldSpan), 'rx_queue_index');
  assert.equal(slice(text, item, last.value.span), 'ctx->rx_queue_index');
  assert.equal(text.slice(item.start, item.end), item.content.text);
});
