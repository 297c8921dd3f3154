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
