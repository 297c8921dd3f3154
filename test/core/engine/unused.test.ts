/** Suppression comments that silence nothing: which are reported, where, and what the fix leaves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../server/src/core/finding.js';
import type { Settings } from '../../../server/src/core/engine/settings.js';
import { analyse, applied } from '../support/engine.js';
import { program } from '../support/program.js';

const allowed = '\treturn ctx->family;';
const refused = '\treturn ctx->src_port;';

function unusedIn(text: string, settings: Partial<Settings> = {}): readonly Finding[] {
  return analyse(text, settings).findings.filter((each) => each.rule === 'unused-suppression');
}

function inSockCreate(body: string): string {
  return program('cgroup/sock_create', 'struct bpf_sock *ctx', body);
}

function wordsOf(text: string, found: readonly Finding[]): readonly string[] {
  return found.map(({ span }) => text.slice(span.start, span.end));
}

test('a directive that silences a finding is needed', () => {
  for (const text of [
    inSockCreate(`${refused} // ebpf-verdict-disable-line ctx-field-read -- why`),
    inSockCreate(`\t/* ebpf-verdict-disable-next-line */\n${refused}`),
    `// ebpf-verdict-disable ctx-field-read\n${inSockCreate(refused)}`,
  ]) {
    assert.deepEqual(analyse(text).findings, [], text);
  }
});

test('a directive that silences nothing is a hint, greyed out', () => {
  const text = inSockCreate(`\t// ebpf-verdict-disable-next-line ctx-field-read -- why\n${allowed}`);
  const [found, ...others] = unusedIn(text);
  assert.ok(found);
  assert.deepEqual(others, []);
  assert.deepEqual(wordsOf(text, [found]), ['ebpf-verdict-disable-next-line ctx-field-read']);
  assert.equal(found.severity, 'hint');
  assert.deepEqual(found.tags, ['unnecessary']);
  assert.equal(applied(text, found.fixes[0]), inSockCreate(allowed));
  assert.ok(found.fixes.every((fix) => !fix.safe));
});

test('a comment behind code goes without the code', () => {
  const text = inSockCreate(`${allowed}  /* ebpf-verdict-disable-line */`);
  assert.equal(applied(text, unusedIn(text)[0]?.fixes[0]), inSockCreate(allowed));
});

test('a comment that says more is left alone', () => {
  const text = inSockCreate(`\t// see ebpf-verdict-disable-line\n${allowed}`);
  assert.deepEqual(
    unusedIn(text).map((each) => each.fixes),
    [[]],
  );
});

test('ids are judged one by one', () => {
  const line = (ids: string): string => inSockCreate(`${refused} // ebpf-verdict-disable-line ${ids}`);
  const text = line('return-value, ctx-field-read ctx-field-write');
  const found = unusedIn(text);
  assert.deepEqual(wordsOf(text, found), ['return-value', 'ctx-field-write']);
  assert.equal(applied(text, found[0]?.fixes[0]), line('ctx-field-read ctx-field-write'));
  assert.equal(applied(text, found[1]?.fixes[0]), line('return-value, ctx-field-read'));
});

test('an id that no rule has is said to have none', () => {
  const text = inSockCreate(`${refused} // ebpf-verdict-disable-line ctx-field-reed`);
  const [found] = unusedIn(text);
  assert.equal(found?.severity, 'information');
  assert.match(found.message, /`ctx-field-reed` is no rule.* Did you mean `ctx-field-read`\?/);
  assert.equal(applied(text, found.fixes[0]), text.replace('reed', 'read'));
  assert.equal(applied(text, found.fixes[1]), inSockCreate(refused));
});

test('nothing is said of a rule that is off, of code that does not parse, and of C that is not BPF', () => {
  const text = inSockCreate(`\t// ebpf-verdict-disable-next-line ctx-field-read\n${allowed}`);
  assert.deepEqual(unusedIn(text, { severities: { 'ctx-field-read': 'off' } }), []);
  assert.deepEqual(unusedIn(text.replace(allowed, '\tif (ctx->')), []);
  const plain = '// ebpf-verdict-disable ctx-field-read\nint main(void)\n{\n\treturn 0;\n}\n';
  assert.deepEqual(analyse(plain, {}, 'plain.c').findings, []);
});

test('the rule is set and silenced like any other', () => {
  const unused = `\t// ebpf-verdict-disable-next-line ctx-field-read\n${allowed}`;
  assert.deepEqual(unusedIn(inSockCreate(unused), { severities: { 'unused-suppression': 'off' } }), []);
  const error = unusedIn(inSockCreate(unused), { severities: { 'unused-suppression': 'error' } });
  assert.equal(error[0]?.severity, 'error');
  assert.deepEqual(unusedIn(`// ebpf-verdict-disable unused-suppression\n${inSockCreate(unused)}`), []);
});
