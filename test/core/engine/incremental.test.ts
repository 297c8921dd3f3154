/** A document that is edited says the same as one that is opened, whatever changed: its text, a header, the settings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Analysis } from '../../../server/src/core/engine/analysis.js';
import type { IncludeReader } from '../../../server/src/core/engine/headers.js';
import { defaultSettings, type Settings } from '../../../server/src/core/engine/settings.js';
import { engine } from '../support/engine.js';

/** What each part of the document may say; an edit changes one part. */
const parts: readonly (readonly string[])[] = [
  ['', '// A comment.\n', '\n\n\n'],
  [
    '',
    '#include "a.h"',
    '#include "b.h"',
    '#include "a.h"\n#include "b.h"',
    '#include "b.h"\n#include "a.h"',
  ],
  [
    '',
    'enum e { A, B, C };',
    'enum e { Z, A, B, C };',
    'enum e { A = 4, B, C };',
    'enum e { A = 7, B, C };',
    'enum e { A = LIMIT, B, C };',
    'enum e { A = N + 1, B, C };',
    'enum e { B, A, C };',
  ],
  ['', '#define N', '#define N()', '#define N 2', '#define N() 2', '#define N(x) x', '#define N(x...) x'],
  [
    '',
    '#define __open',
    '#define __open()',
    '#define __open(x)',
    '#define __open static',
    '#define __open int x;',
  ],
  ['', '#define WITH 1', '#define WITH 0', '#undef WITH', '/*\n#define WITH 1\n*/'],
  ['#define PROG SEC("tc")', '#define PROG SEC("cgroup_skb/egress")', '#define PROG() SEC("tc")', ''],
  ['', 'struct s { int x; struct s next; };', 'struct s { char x[B]; struct s *next; };'],
  ['', 'typedef struct __sk_buff ctx_t;', 'typedef struct xdp_md ctx_t;'],
  [
    '__open int touch(struct __sk_buff *skb) { skb->len = 1; return A; }',
    '__open int touch(struct __sk_buff *skb) { return skb->mark + C; }',
    '__open int touch(struct __sk_buff *skb);',
    '__open() int touch(struct __sk_buff *skb) { return N; }',
  ],
  [
    'SEC("cgroup_skb/egress")\nint first(struct __sk_buff *skb)\n{\n\tif (B == 1)\n\t\tskb->len = 1;\n\treturn C;\n}',
    'SEC("cgroup_skb/ingress")\nint first(struct __sk_buff *skb)\n{\n\treturn touch(skb) ? N : B + 7;\n}',
    'SEC("cgroup/skb")\nint first(struct __sk_buff *skb)\n{\n\treturn B;\n}',
  ],
  [
    'PROG\nint second(ctx_t *ctx)\n{\n#ifdef WITH\n\tctx->len = 1;\n#endif\n#if N\n\tctx->data = 1;\n#endif\n\treturn touch(ctx);\n}',
    'PROG int second(struct __sk_buff *ctx) { struct s s = {}; return sizeof(s) == 8 ? 0 : ctx->tstamp; }',
    '#if WITH\nPROG\nint second(struct __sk_buff *ctx)\n{\n\tctx->len = 2;\n\treturn 0;\n}\n#endif',
    'SEC("sk_skb")\nint second(struct __sk_buff *skb)\n{\n\treturn SHARED(skb);\n}',
  ],
];
/** What a header may hold; null where it is not there. */
const headers: Readonly<Record<string, readonly (string | null)[]>> = {
  'a.h': [
    null,
    '#define WITH 1\n',
    'enum { LIMIT };\n#define N 5\n',
    'enum { L0, LIMIT };\n#include "b.h"\n',
    'static inline int shared(struct __sk_buff *skb) { skb->len = 1; return LIMIT; }\n#define SHARED(x) shared(x)\n',
    'SEC("tc") int of_header(struct __sk_buff *skb) { skb->len = N; return 0; }\n',
  ],
  'b.h': [
    null,
    '#define PROG SEC("xdp")\n',
    '#undef WITH\n',
    '#define __open __always_inline static\n',
    '#define SHARED(x) N\n',
  ],
};
const settings: readonly Settings[] = [
  defaultSettings,
  { ...defaultSettings, loader: 'cilium' },
  { ...defaultSettings, kernel: { min: '5.10', max: '5.10' } },
  { ...defaultSettings, severities: { 'ctx-field-write': 'hint' } },
];

interface State {
  readonly chosen: number[];
  readonly headers: Map<string, number>;
  settings: number;
}

function textOf({ chosen }: State): string {
  const body = parts.map((variants, i) => variants[(chosen[i] ?? 0) % variants.length]).join('\n');
  return `#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n${body}\n`;
}

function readerOf(state: State): IncludeReader {
  return {
    read({ path }) {
      const variants = headers[path] ?? [null];
      const text = variants[(state.headers.get(path) ?? 0) % variants.length] ?? null;
      return text === null ? null : { path: `/${path}`, text };
    },
  };
}

/** All that anybody is shown of an analysis. */
function shown({ isBpf, findings, headers, notices, file, model }: Analysis): unknown {
  const programs = file.programs.map(({ name, span, section, match }) => [name, span, section, match?.spec]);
  const accesses = model.accesses.map(({ span, field, access, offset }) => [span, field, access, offset]);
  const inHeaders = headers.map((each) => [each.path, each.findings]);
  return { isBpf, findings, notices, programs, accesses, inHeaders };
}

const edit = fc.oneof(
  { weight: 6, arbitrary: fc.record({ part: fc.nat(parts.length - 1), to: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ header: fc.constantFrom(...Object.keys(headers)), to: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ settings: fc.nat(settings.length - 1) }) },
);

test('any sequence of edits of text, headers and settings gives what opening gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(8), { minLength: parts.length, maxLength: parts.length }),
      fc.array(edit, { minLength: 1, maxLength: 12 }),
      (chosen, edits) => {
        const state: State = { chosen: [...chosen], headers: new Map(), settings: 0 };
        const session = engine.open('/edited.bpf.c', readerOf(state));
        session.analyse(textOf(state), defaultSettings);
        for (const change of edits) {
          if ('part' in change) state.chosen[change.part] = change.to;
          else if ('header' in change) state.headers.set(change.header, change.to);
          else state.settings = change.settings;
          const now = settings[state.settings] ?? defaultSettings;
          const fresh = engine.open('/edited.bpf.c', readerOf(state));
          const text = textOf(state);
          assert.deepEqual(shown(session.analyse(text, now)), shown(fresh.analyse(text, now)), text);
          fresh.dispose();
        }
        session.dispose();
      },
    ),
    { numRuns: 150, seed: 1 },
  );
});
