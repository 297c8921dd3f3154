/** Symbols and inlay hints of a file, by what their spans cover. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlayHints } from '../../../server/src/core/features/inlay-hints.js';
import { symbolsOf } from '../../../server/src/core/features/symbols.js';
import { analyse, facts } from '../support/engine.js';

const text = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH); /* } not the end */
	__type(key, __u32);
	__type(value, struct event);
} seen SEC(".maps"), other;

struct inner_map rings[2] SEC(".maps");

struct bpf_map_def SEC("maps") old = {
	.type = BPF_MAP_TYPE_ARRAY,
};

char LICENSE[] SEC("license") = "GPL";

SEC("fentry/do_unlinkat")
int BPF_PROG(unlinked, int dfd)
{
	return 0;
}

SEC("cgroup/sock_create")
int created(struct bpf_sock *ctx)
{
	return 1;
}
`;

test('programs and maps are listed in order, with section and type', () => {
  assert.deepEqual(
    symbolsOf(analyse(text)).map(({ kind, name, detail }) => [kind, name, detail]),
    [
      ['map', 'seen', 'BPF_MAP_TYPE_HASH, __u32 → struct event'],
      ['map', 'rings', 'map'],
      ['map', 'old', 'BPF_MAP_TYPE_ARRAY'],
      ['program', 'unlinked', 'SEC("fentry/do_unlinkat"), BPF_PROG_TYPE_TRACING'],
      ['program', 'created', 'SEC("cgroup/sock_create"), BPF_PROG_TYPE_CGROUP_SOCK'],
    ],
  );
});

test('programs that macros make are listed by their real names, at the macro’s use', () => {
  const made = `#include <bpf/bpf_helpers.h>
#define WHOLE(n) SEC("cgroup/sock_create") int made_##n(struct bpf_sock *ctx) { return 1; }
#define LIST(X) X(one) X(two)

WHOLE(first)
int between;
LIST(WHOLE)
`;
  const listed = symbolsOf(analyse(made)).map(({ name, span, nameSpan }) => [
    name,
    made.slice(span.start, span.end),
    made.slice(nameSpan.start, nameSpan.end),
  ]);
  assert.deepEqual(listed, [
    ['made_first', 'WHOLE(first)', 'first'],
    ['made_one', 'LIST(WHOLE)', 'LIST(WHOLE)'],
    ['made_two', 'LIST(WHOLE)', 'LIST(WHOLE)'],
  ]);
});

test('a symbol covers its whole definition, and its name lies within', () => {
  const symbols = symbolsOf(analyse(text));
  for (const { name, span, nameSpan } of symbols) {
    assert.equal(text.slice(nameSpan.start, nameSpan.end), name);
    assert.ok(span.start <= nameSpan.start && nameSpan.end <= span.end, name);
  }
  const whole = symbols.map(({ span }) => text.slice(span.start, span.end));
  assert.match(whole[0] ?? '', /^struct \{[^]*seen SEC\("\.maps"\), other;$/);
  assert.match(whole[1] ?? '', /^struct inner_map rings.*;$/);
  assert.match(whole[4] ?? '', /^SEC\([^]*\}$/);
});

test('C that is not BPF has no symbols of ours', () => {
  assert.deepEqual(symbolsOf(analyse('struct { int a; } x;\n', {}, 'plain.c')), []);
});

test('a hint behind each section says what it makes of the function', () => {
  const analysis = analyse(text);
  const hints = inlayHints(analysis, facts, { start: 0, end: text.length });
  assert.deepEqual(
    hints.map(({ offset, label }) => [text.slice(0, offset).split('\n').at(-1), label]),
    [
      ['SEC("fentry/do_unlinkat")', 'BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, BTF-enabled'],
      ['SEC("cgroup/sock_create")', 'BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE'],
    ],
  );
  assert.deepEqual(inlayHints(analysis, facts, { start: 0, end: 10 }), []);
});
