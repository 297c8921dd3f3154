/** Fixes in damaged code: whatever is typed or lost, none replaces more than a piece of the code that it mends. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Span } from '../../../server/src/core/text.js';
import { isWholePiece } from '../../../server/src/core/syntax/pieces.js';
import { analyse } from '../support/engine.js';
import { program } from '../support/program.js';

test('a piece is whole where what begins in it ends in it', () => {
  for (const whole of ['f(a, "(")', '({ int x = 1; x; })', '', 'a[1]', "'\\''", '"a\\""'])
    assert.ok(isWholePiece(whole), whole);
  for (const part of ['f(a', 'a; b', '}\nint f(void)\n{', '"x', '"x\\"', 'a\n#if X\nb', 'a)(', ']'])
    assert.ok(!isWholePiece(part), part);
});

function fixSpans(text: string): readonly Span[] {
  const fixes = analyse(text).findings.flatMap((finding) => finding.fixes);
  return fixes.flatMap(({ edits }) => edits.map(({ span }) => span));
}

/** What the fixes of a text would replace. */
function replaced(text: string): readonly string[] {
  return fixSpans(text).map(({ start, end }) => text.slice(start, end));
}

const damaged: Readonly<Record<string, string>> = {
  'a directive among the arguments of a call': program(
    'cgroup/post_bind6',
    'struct bpf_sock *ctx',
    '\tint v;\n\tBPF_CORE_READ_INTO(&v,\n#if X\nctx, state);\n\treturn v;',
  ),
  'a semicolon among the parameters': program(
    'kprobe/tcp_connect',
    'struct pt_regs *ctx, struct ;ock *sk',
    '\treturn 0;',
  ),
  'a section that ends behind the next function':
    '#include <bpf/bpf_helpers.h>\nSEC("xdp_devmap/first{)\nint f(struct xdp_md *ctx)\n{\n\treturn 2;\n}\n\n)\n' +
    'int g(struct xdp_md *ctx)\n{\n\treturn 2;\n}\n',
};

for (const [what, text] of Object.entries(damaged))
  test(`${what}: no fix`, () => {
    assert.deepEqual(replaced(text), []);
  });

const folder = join(process.cwd(), 'test', 'fixtures');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.c') && !name.endsWith('.fixed.c'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .filter((text) => fixSpans(text).length > 0);

/** Damage where a fix is offered, or a little before it. */
const damage = fc.record({
  which: fc.nat(),
  at: fc.double({ min: -0.5, max: 1, noNaN: true }),
  drop: fc.nat(2),
  put: fc.constantFrom('', '(', ')', '{', '}', '[', ';', ',', '"', "'", '/*', '\n#if X\n', '\n#endif\n'),
});

test('no fix reaches over what was damaged', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...sources),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
      (source, all) => {
        let text = source;
        const places = fixSpans(source);
        for (const { which, at, drop, put } of all) {
          const { start: from, end } = places[which % places.length] ?? { start: 0, end: 0 };
          const start = Math.max(0, Math.floor(from + at * (end - from)));
          text = text.slice(0, start) + put + text.slice(start + drop);
        }
        for (const each of replaced(text)) {
          assert.ok(isWholePiece(each), each);
          assert.doesNotMatch(each.replace(/"[^"\n]*"/g, ''), /[{};]|^\s*#/m);
        }
      },
    ),
    { numRuns: 300, seed: 1 },
  );
});
