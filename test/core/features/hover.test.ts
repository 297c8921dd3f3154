/** Hover at a cursor (`$0`): rule ids, helpers and probe reads; what it says and what it stands over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../../server/src/core/features/hover.js';
import type { Settings } from '../../../server/src/core/engine/settings.js';
import { analyse, atCursor, facts } from '../support/engine.js';
import { program } from '../support/program.js';

/** The hover's text, and what it covers; two empty strings where there is none. */
function hoverAt(marked: string, settings: Partial<Settings> = {}): { markdown: string; covers: string } {
  const { text, offset } = atCursor(marked);
  const found = hover(analyse(text, settings), facts, offset);
  return {
    markdown: found?.markdown ?? '',
    covers: found ? text.slice(found.span.start, found.span.end) : '',
  };
}

function sock(body: string): string {
  return program('cgroup/sock_create', 'struct bpf_sock *ctx', body);
}

test('a rule id in a suppression comment is explained, with a link to its page', () => {
  const { markdown, covers } = hoverAt(
    sock('\treturn 1; // ebpf-verdict-disable-line too-new, ctx-fie$0ld-read'),
  );
  assert.equal(covers, 'ctx-field-read');
  assert.match(markdown, /error/);
  assert.match(markdown, /rules\/docs\/ctx-field-read\.md/);
  assert.equal(hoverAt('// ebpf-verdict-disable no-such-ru$0le\nint x;').covers, '');
  assert.equal(hoverAt('// ctx-field-re$0ad\nint x;').covers, '');
});

test('a helper says whether this program may call it', () => {
  const may = hoverAt(sock('\treturn bpf_get_sock$0et_cookie(ctx) != 0;'));
  assert.equal(may.covers, 'bpf_get_socket_cookie');
  assert.match(may.markdown, /`cgroup\/sock_create`: may be called/);
  const not = hoverAt(sock('\treturn bpf_xdp_adjust_h$0ead(ctx, 0);'));
  assert.match(
    not.markdown,
    /`cgroup\/sock_create`: \*\*may not be called\*\* \(`.*bpf_xdp_adjust_head#44.*`\)/,
  );
});

test('a helper that the target lacks says since when it is there', () => {
  const text = sock('\treturn bpf_ktime_get_tai_$0ns() == 0;');
  const { markdown } = hoverAt(text, { kernel: { min: '5.10', max: '6.1' } });
  assert.match(markdown, /not yet in 5\.10.*since 6\.1/);
});

test('a helper in a function of the file is told for each program that gets there', () => {
  const shared = `#include <bpf/bpf_helpers.h>
static int now(void *ctx) { return bpf_ktime_get$0_ns() != 0; }
SEC("xdp")
int a(struct xdp_md *ctx) { return now(ctx); }
SEC("cgroup/sock_create")
int b(struct bpf_sock *ctx) { return now(ctx); }
`;
  const { markdown } = hoverAt(shared);
  assert.match(markdown, /`xdp`: may be called/);
  assert.match(markdown, /`cgroup\/sock_create`: may be called/);
});

test('a probe read says at its name that it returns garbage, and at the field what that is', () => {
  const text = '\treturn BPF_CORE_READ(ctx, family);';
  const name = hoverAt(sock(text.replace('CORE', 'CO$0RE')));
  assert.equal(name.covers, 'BPF_CORE_READ');
  assert.match(name.markdown, /returns garbage/);
  assert.match(name.markdown, /`struct sock`/);
  assert.match(name.markdown, /Read `ctx->family`/);
  const field = hoverAt(sock(text.replace('family', 'fam$0ily')));
  assert.match(field.markdown, /__u32 family/);
});

test('a probe read of a context that is not rewritten is none of that', () => {
  const { markdown } = hoverAt(
    program('raw_tp/x', 'struct bpf_raw_tracepoint_args *ctx', '\treturn BPF_CORE$0_READ(ctx, args[0]);'),
  );
  assert.match(markdown, /same memory/);
});

test('no hover is longer than a screen', () => {
  for (const text of [
    'return bpf_ktime_$0get_ns();',
    'return BPF_CORE$0_READ(ctx, family);',
    'return ctx->fam$0ily;',
  ]) {
    const { markdown } = hoverAt(sock(`\t${text}`));
    assert.ok(markdown !== '' && markdown.split('\n').length <= 25, markdown);
  }
});
