/** Completion at a cursor (`$0`): what is offered, in which order, and what becomes of the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../server/src/core/features/completion.js';
import type { Completion } from '../../../server/src/core/features/completion-entry.js';
import type { Settings } from '../../../server/src/core/engine/settings.js';
import { analyse, atCursor, facts } from '../support/engine.js';
import { program } from '../support/program.js';

function completions(
  marked: string,
  settings: Partial<Settings> = {},
  path = 'test.bpf.c',
): readonly Completion[] {
  const { text, offset } = atCursor(marked);
  return complete(analyse(text, settings, path), facts, offset);
}

function labels(found: readonly Completion[]): readonly string[] {
  return found.map((each) => each.label);
}

/** The text after a completion was taken. */
function taken(marked: string, label: string): string {
  const { text } = atCursor(marked);
  const item = completions(marked).find((each) => each.label === label);
  assert.ok(item, `${label} is not offered`);
  return text.slice(0, item.span.start) + (item.snippet ?? item.label) + text.slice(item.span.end);
}

function sock(section: string, body: string): string {
  return program(section, 'struct bpf_sock *ctx', body);
}

test('every section that the loader takes is offered in a SEC string', () => {
  const found = completions('SEC("$0');
  const expected = facts.sections.filter((row) => row.libbpf !== null);
  assert.equal(found.length, expected.length);
  assert.ok(expected.every((row) => found.some((each) => each.filter === row.pattern)));
  const cilium = completions('SEC("$0")', { loader: 'cilium' });
  assert.ok(!cilium.some((each) => each.filter === 'fentry.multi'));
});

test('a section is explained as its hover does, and its target is a placeholder', () => {
  const found = completions('SEC("kpr$0")\nint f(struct pt_regs *ctx)\n{\n\treturn 0;\n}\n');
  const kprobe = found.find((each) => each.filter === 'kprobe');
  assert.equal(kprobe?.snippet, 'kprobe/${1:kernel function}');
  assert.match(kprobe.documentation, /BPF_PROG_TYPE_KPROBE/);
  const create = found.find((each) => each.label === 'cgroup/sock_create');
  assert.equal(create?.detail, 'CGROUP_SOCK, CGROUP_INET_SOCK_CREATE');
});

test('what is typed is replaced up to the closing quote', () => {
  assert.equal(
    taken('SEC("cgroup/so$0ck")\nint f;', 'cgroup/sock_create'),
    'SEC("cgroup/sock_create")\nint f;',
  );
  assert.equal(taken('SEC("?xd$0', 'xdp'), 'SEC("?xdp');
  assert.equal(
    taken('__attribute__((section("$0"), used)) int f;', 'xdp').slice(0, 27),
    '__attribute__((section("xdp',
  );
});

test('a section that the target kernel lacks comes last, and says so', () => {
  const found = completions('SEC("$0")', { kernel: { min: '5.10', max: '5.10' } });
  const detailOf = (label: string): string | undefined =>
    found.find((each) => each.label === label && each.isRefused)?.detail;
  assert.equal(detailOf('tcx/ingress'), 'since Linux 6.6');
  assert.equal(detailOf('netfilter'), 'not in 5.10');
  assert.ok(found.findIndex((each) => each.isRefused) > labels(found).indexOf('xdp'));
  assert.ok(completions('SEC("$0")').every((each) => each.label !== 'tcx/ingress' || !each.isRefused));
});

test('behind a declarator it is a map or the licence', () => {
  assert.deepEqual(labels(completions('struct {\n\t__uint(type, 1);\n} counts SEC("$0");')), [
    '.maps',
    'license',
  ]);
  assert.deepEqual(labels(completions('char LICENSE[] SEC("$0") = "GPL";')), ['.maps', 'license']);
});

test('allowed fields come first, refused ones with the words of the verifier', () => {
  const found = completions(sock('cgroup/sock_create', '\treturn ctx->$0;'));
  const port = found.find((each) => each.label === 'src_port');
  assert.ok(port?.isRefused);
  assert.equal(port.detail, 'not in cgroup/sock_create: invalid bpf_context access off=44 size=4');
  assert.equal(found.find((each) => each.label === 'mark')?.detail, 'read, write');
  const firstRefused = found.findIndex((each) => each.isRefused);
  assert.ok(found.slice(firstRefused).every((each) => each.isRefused));
  assert.equal(found.length, facts.context('bpf_sock')?.fields.length);
});

test('another attach type allows other fields', () => {
  const found = completions(sock('cgroup/post_bind4', '\treturn ctx->$0;'));
  assert.equal(found.find((each) => each.label === 'src_port')?.isRefused, false);
});

test('half-typed code is no hindrance', () => {
  const broken = [
    '\tif (ctx->$0',
    '\tif (ctx->$0\n\treturn 1;',
    '\t__u32 a = ctx->fam$0',
    '\tcall(1, ctx->$0, {',
    '\tfor (int i = 0; i < ctx->$0; i++',
    '\tif (ctx->family == 2) {\n\t\tctx->$0\n\treturn (',
  ];
  for (const body of broken) {
    for (const text of [
      sock('cgroup/sock_create', body),
      sock('cgroup/sock_create', body).replace(/\}\n$/, ''),
    ]) {
      assert.ok(labels(completions(text)).includes('family'), text);
    }
  }
});

test('aliases and pointers that a context yields are followed', () => {
  const skb = (body: string): string => program('cgroup_skb/egress', 'struct __sk_buff *skb', body);
  assert.ok(labels(completions(skb('\tskb->sk->$0'))).includes('src_port'));
  assert.ok(labels(completions(skb('\tstruct bpf_sock *sk = skb->sk;\n\tsk->$0'))).includes('src_port'));
  assert.ok(labels(completions(skb('\tstruct __sk_buff *s = skb;\n\ts->$0'))).includes('protocol'));
  assert.deepEqual(completions(skb('\tstruct __sk_buff *s = skb;\n\ts = other();\n\tother->$0')), []);
});

test('a dot behind the context becomes an arrow', () => {
  assert.equal(
    taken(sock('cgroup/sock_create', '\treturn ctx.$0;'), 'family'),
    sock('cgroup/sock_create', '\treturn ctx->family;'),
  );
});

test('nothing is offered where a C language server knows as much', () => {
  const silent = [
    sock('cgroup/sock_create', '\treturn other->$0;'),
    sock('cgroup/sock_create', '\treturn a.ctx->$0;'),
    sock('cgroup/sock_create', '\tbpf_printk("ctx->$0");'),
    sock('cgroup/sock_create', '\t/* ctx->$0 */'),
    sock('cgroup/sock_create', '\treturn 0;\n}\n\nint g(struct bpf_sock *ctx)\n{\n\treturn ctx->$0;'),
    sock('no_such_section', '\treturn ctx->$0;'),
    program('xdp', 'struct bpf_sock *ctx', '\treturn ctx->$0;'),
    program('kprobe/f', 'struct pt_regs *ctx', '\treturn ctx->$0;'),
    sock('cgroup/sock_create', '\tret$0'),
  ];
  for (const text of silent) assert.deepEqual(completions(text), [], text);
});

test('plain C gets nothing, not even in a section of its own', () => {
  const plain = 'struct bpf_sock { int family; };\nint f(struct bpf_sock *ctx)\n{\n\treturn ctx->$0;\n}\n';
  assert.deepEqual(completions(plain, {}, 'plain.c'), []);
  assert.deepEqual(completions('int x __section("$0");', {}, 'plain.c'), []);
  assert.deepEqual(completions('// ebpf$0', {}, 'plain.c'), []);
});

test('rule ids are offered in suppression comments, each once', () => {
  const found = completions('int x; // ebpf-verdict-disable-line ctx-field-read, $0');
  assert.ok(labels(found).includes('ctx-field-write'));
  assert.ok(labels(found).includes('unused-suppression'));
  assert.ok(!labels(found).includes('ctx-field-read'));
  assert.equal(
    taken('/* ebpf-verdict-disable ctx-field-re$0 */', 'ctx-field-read'),
    '/* ebpf-verdict-disable ctx-field-read */',
  );
  assert.deepEqual(completions('// ebpf-verdict-disable ctx-field-read -- $0'), []);
});

test('the directives themselves are offered at the start of a comment only', () => {
  assert.ok(labels(completions('// ebpf$0')).includes('ebpf-verdict-disable-next-line'));
  assert.equal(
    taken('\t/* ebpf-verdict-dis$0 */', 'ebpf-verdict-disable-line').slice(0, 30),
    '\t/* ebpf-verdict-disable-line ',
  );
  assert.deepEqual(completions('// see e$0'), []);
  assert.deepEqual(completions('// for$0'), []);
});
