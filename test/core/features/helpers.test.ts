/** What an author is told of helpers while typing: completion by program type, signatures, hovers, and their pages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../../server/src/core/engine/settings.js';
import { complete } from '../../../server/src/core/features/completion.js';
import { explainHelper, helperNames } from '../../../server/src/core/features/explain-helper.js';
import { hover } from '../../../server/src/core/features/hover.js';
import { signatureAt } from '../../../server/src/core/features/signature.js';
import { callAt } from '../../../server/src/core/features/typed-call.js';
import { analyse, atCursor, facts } from '../support/engine.js';

const head = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n';

function inProgram(section: string, parameter: string, body: string): string {
  return `${head}SEC("${section}")\nint f(${parameter})\n{\n\t${body}\n\treturn 0;\n}\n`;
}

test('completion offers helpers by program type, the refused ones last and with the reason', () => {
  const { text, offset } = atCursor(inProgram('xdp', 'struct xdp_md *ctx', 'bpf_$0'));
  const items = complete(analyse(text), facts, offset);
  assert.equal(items.length, facts.helpers.names.length);
  const named = (label: string) => items.find((each) => each.label === label);
  assert.equal(named('bpf_xdp_adjust_head')?.isRefused, false);
  assert.match(
    named('bpf_xdp_adjust_head')?.detail ?? '',
    /^long bpf_xdp_adjust_head\(struct xdp_md \*xdp_md, int delta\)$/,
  );
  assert.equal(named('bpf_skb_store_bytes')?.isRefused, true);
  assert.match(named('bpf_skb_store_bytes')?.detail ?? '', /^not in xdp: .*bpf_skb_store_bytes#9/);
  const firstRefused = items.findIndex(({ isRefused }) => isRefused);
  assert.ok(items.slice(firstRefused).every(({ isRefused }) => isRefused));
});

test('a kernel that does not have a helper yet is a reason, too', () => {
  const { text, offset } = atCursor(inProgram('xdp', 'struct xdp_md *ctx', 'bpf_loop$0'));
  const settings = { kernel: { min: '5.10', max: '7.3' } };
  const item = complete(analyse(text, settings), facts, offset).find(({ label }) => label === 'bpf_loop');
  assert.equal(item?.detail, 'not in xdp: not yet in 5.10');
});

for (const [where, marked] of [
  ['outside of programs', `${head}static int g(void)\n{\n\tbpf_$0\n}\n`],
  ['behind a member access', inProgram('xdp', 'struct xdp_md *ctx', 'ctx->bpf_$0')],
  ['in a string', inProgram('xdp', 'struct xdp_md *ctx', 'bpf_printk("bpf_$0")')],
  ['behind the program', `${inProgram('xdp', 'struct xdp_md *ctx', '')}int x = bpf_$0;\n`],
] as const)
  test(`completion offers no helpers ${where}`, () => {
    const { text, offset } = atCursor(marked);
    assert.deepEqual(
      complete(analyse(text), facts, offset).filter(({ kind }) => kind === 'helper'),
      [],
    );
  });

test('a signature tells the argument at the cursor, and what it has to be', () => {
  const { text, offset } = atCursor(
    inProgram('tc', 'struct __sk_buff *skb', 'bpf_skb_load_bytes(skb, g(1, 2), $0'),
  );
  const found = signatureAt(analyse(text), facts, offset);
  assert.ok(found);
  assert.equal(found.label, 'long bpf_skb_load_bytes(const void *skb, __u32 offset, void *to, __u32 len)');
  assert.equal(found.active, 2);
  assert.equal(found.label.slice(...(found.parameters[2]?.span ?? [0, 0])), 'void *to');
  assert.equal(found.parameters[2]?.documentation, 'memory that the helper fills, `len` bytes');
  assert.equal(found.parameters[3]?.documentation, 'the size of `to`, not 0');
});

for (const [text, expected] of [
  ['f(', { name: 'f', argument: 0 }],
  ['f(a, g(b, c), ', { name: 'f', argument: 2 }],
  ['f(a, g(b', { name: 'g', argument: 0 }],
  ['f(",(", ', { name: 'f', argument: 1 }],
  ['f(a) ', null],
  ['f(a); ', null],
  ['x[i', null],
  ['(', null],
  ['f(/* ( , */ a', { name: 'f', argument: 0 }],
] as const)
  test(`the call that is typed in \`${text}\``, () => assert.deepEqual(callAt(text, text.length), expected));

test('a hover tells the prototype, the arguments, the result and who may call it', () => {
  const { text, offset } = atCursor(
    inProgram('tc', 'struct __sk_buff *skb', 'bpf_skb_pull$0_data(skb, 64);'),
  );
  const markdown = hover(analyse(text), facts, offset)?.markdown ?? '';
  for (const words of [
    'long bpf_skb_pull_data(struct __sk_buff *skb, __u32 len)',
    'Brings bytes of the packet into its linear part',
    '`struct __sk_buff *skb`: the context',
    'Pointers into the packet are void after it.',
    '`tc`: may be called',
  ])
    assert.ok(markdown.includes(words), `${words} in ${markdown}`);
});

test('every helper has a page', () => {
  for (const name of helperNames(facts)) {
    const page = explainHelper(name, defaultSettings, facts) ?? '';
    assert.ok(page.startsWith(`# ${name}\n`) && page.includes(`${name}(`), name);
  }
  assert.equal(explainHelper('bpf_nothing', defaultSettings, facts), null);
});

test('the page of a look-up says what comes back', () => {
  const page = explainHelper('bpf_map_lookup_elem', defaultSettings, facts) ?? '';
  assert.match(page, /Gives a pointer to the map's value, or `NULL`\./);
  assert.match(page, /\| 5\.10, or before \| .*`xdp`/);
});
