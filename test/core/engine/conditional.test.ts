/** What a macro decides that is defined elsewhere, and what only looks like a directive. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../../server/src/core/engine/settings.js';
import { regionsIn } from '../../../server/src/core/syntax/regions.js';
import { engine } from '../support/engine.js';

const head = '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n#include "config.h"\n';
const write = 'SEC("tc")\nint a(struct __sk_buff *skb)\n{\n\tskb->len = 1;\n\treturn 0;\n}\n';

function severities(text: string, header: string | null): readonly string[] {
  const session = engine.open('/a.bpf.c', {
    read: ({ path }) => (header !== null && path === 'config.h' ? { path: '/config.h', text: header } : null),
  });
  const { findings } = session.analyse(head + text, defaultSettings);
  session.dispose();
  return findings.map(({ severity }) => severity);
}

test('a macro of an included header decides what is compiled, as one of the text does', () => {
  const programs = [
    `#ifdef WITH\n${write}#endif\n`,
    write.replace('\tskb', '#ifdef WITH\n\tskb').replace('\treturn', '#endif\n\treturn'),
    `#if defined(WITH)\n${write}#endif\n`,
  ];
  for (const text of programs) {
    assert.deepEqual(severities(text, '#define WITH 1\n'), ['error'], text);
    assert.deepEqual(severities(text, '/*\n#define WITH 1\n*/\n'), ['warning'], text);
    assert.deepEqual(severities(text, null), ['warning'], text);
  }
});

test('a directive in a comment or a string is text', () => {
  const commented = `/* how this was:\n#ifdef OLD\n*/\n${write}/*\n#endif\n*/\n`;
  assert.deepEqual(severities(commented, null), ['error']);
  const inside = write
    .replace('\tskb', '\t/*\n#ifdef OLD\n\t*/\n\tskb')
    .replace('\treturn', '\t/*\n#endif\n\t*/\n\treturn');
  assert.deepEqual(severities(inside, null), ['error']);
});

test('branches are told with what they ask', () => {
  const text =
    '#if A /* why */\nint a;\n#elif defined(B)\nint b;\n#else\nint c;\n#endif\n#ifndef C\nint d;\n#endif\n';
  assert.deepEqual(
    regionsIn(text).map(({ start, end, condition, outcome }) => [
      text.slice(start, end).trim(),
      condition,
      outcome,
    ]),
    [
      ['int a;', 'if A', true],
      ['int b;', 'B', true],
      ['int c;', 'B', false],
      ['int d;', 'C', false],
    ],
  );
});

/** A program with lines in its body, of which `skb->len = 1` is refused. */
function body(...lines: readonly string[]): string {
  return write.replace('\tskb->len = 1;', lines.join('\n'));
}

const refused = '\tskb->len = 1;';

test('the numbers of a header’s macros decide which branch is there', () => {
  const either = body('#if N == 2', refused, '#else', '\tskb->hash = 1;', '#endif');
  assert.deepEqual(severities(either, '#define N 2\n'), ['error']);
  assert.deepEqual(severities(either, '#ifndef GUARD\n#define GUARD\n#define N 2\n#endif\n'), ['error']);
  const other = body('#if N == 1', refused, '#endif');
  assert.deepEqual(severities(other, '#define N 2\n'), []);
  assert.deepEqual(severities(body('#if N < 0u', refused, '#endif'), '#define N -1\n'), []);
  assert.deepEqual(severities(body('#if N * 2 == 4', refused, '#endif'), '#define N 1 + 1\n'), []);
  assert.deepEqual(severities(`#undef N\n${body('#if defined(N)', refused, '#endif')}`, '#define N 1\n'), []);
});

test('what a header defines in some builds only decides nothing', () => {
  const with1 = body('#ifdef WITH', refused, '#endif');
  assert.deepEqual(severities(with1, '#ifdef ELSEWHERE\n#define WITH\n#endif\n'), ['warning']);
  assert.deepEqual(severities(with1, '#ifndef WITH\n#define WITH 1\n#endif\n'), ['error']);
  assert.deepEqual(
    severities(body('#if WITH == 2', refused, '#endif'), '#ifndef WITH\n#define WITH 1\n#endif\n'),
    ['warning'],
  );
  assert.deepEqual(severities(`#ifdef ELSEWHERE\n#define WITH\n#endif\n${with1}`, null), ['warning']);
  assert.deepEqual(severities(`${with1}#define WITH\n`, null), ['warning'], 'defined behind it');
});

test('a macro that is put aside and taken back is what it was', () => {
  const aside = '#pragma push_macro("N")\n#undef N\n#define N 1\n#pragma pop_macro("N")\n';
  const tested = body('#if N', refused, '#endif');
  const used = body(`\tif (N)\n\t${refused}`);
  for (const text of [tested, used]) {
    assert.deepEqual(severities(`#define N 0\n${aside}${text}`, null), [], text);
    assert.deepEqual(severities(`${aside}${text}`, '#define N 0\n'), [], text);
    assert.deepEqual(severities(`#define N 1\n${aside}${text}`, null), ['error'], text);
  }
});
