/** A defect of ours: what is thrown while one program is looked at costs that program, and is said once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJudge } from '../../../server/src/core/engine/judge.js';
import { defaultSettings } from '../../../server/src/core/engine/settings.js';
import type { KernelFacts } from '../../../server/src/core/kernel/facts.js';
import { irBuilder } from '../../../server/src/core/ir/unit.js';
import { modelBuilder } from '../../../server/src/core/model/build.js';
import { createWatch } from '../../../server/src/core/syntax/watch.js';
import { analyse, facts } from '../support/engine.js';
import { program } from '../support/program.js';
import { parse, syntax } from '../syntax/load.js';

const lower = irBuilder(facts, (source) => syntax.parseStatements(source));

/** The tables, but for one name that they cannot bear. */
const brittle: KernelFacts = {
  ...facts,
  readings: {
    ...facts.readings,
    meaning(name) {
      if (name === 'unbearable') throw new Error('no luck');
      return facts.readings.meaning(name);
    },
  },
};

test('a throw in a walk costs one program and is said once', () => {
  const text =
    program(
      'cgroup/sock_create',
      'struct bpf_sock *ctx',
      '\treturn unbearable(ctx->src_port) + unbearable(1);',
    ) +
    program('cgroup/sock_create', 'struct bpf_sock *ctx', '\treturn ctx->src_port;').replaceAll(
      'prog',
      'other',
    );
  const builder = modelBuilder(
    brittle,
    (source) => syntax.parseStatements(source),
    createWatch(() => 0),
    'test.bpf.c',
  );
  const { programs, symbols } = builder.build(
    parse(text),
    { headers: [], hasTypeDump: false, missing: [] },
    { loader: 'libbpf' },
  );
  const { findings, notices } = createJudge(
    facts,
    createWatch(() => 0),
    () => undefined,
  ).judge(
    programs,
    { textAt: () => text, unit: () => lower(parse(text), symbols), open: [] },
    defaultSettings,
  );
  assert.deepEqual(notices, [{ kind: 'failure', message: 'the program prog was not judged: no luck' }]);
  assert.deepEqual(
    findings.map((finding) => finding.program),
    ['other'],
  );
});

const selfish: Readonly<Record<string, string>> = {
  'in itself': 'struct s { int x; struct s s; };',
  'in what it holds': 'struct t { struct s s; };\nstruct s { struct t t; };',
  'in an array': 'struct s { struct s s[4]; };',
  'in a nameless member': 'struct s { struct { struct s s; }; int y; };',
  'by its typedef': 'struct s;\ntypedef struct s s_t;\nstruct s { s_t s; };',
  'by the size of an array': 'struct s { char c[sizeof(struct s)]; };',
  'without a tag': 'typedef struct { s_t s; } s_t;\nstruct s { s_t s; };',
  'in a union': 'union u { struct s *p; union u u; };\nstruct s { union u s; };',
};

for (const [how, types] of Object.entries(selfish))
  test(`a struct that contains itself ${how} has no size, and the programs are judged`, () => {
    const body =
      '\tstruct s v = {};\n\tif (sizeof(v) == sizeof(v.s))\n\t\treturn 1;\n\treturn ctx->src_port;';
    const text = program('cgroup/sock_create', 'struct bpf_sock *ctx', body).replace('SEC', `${types}\nSEC`);
    const { findings, notices } = analyse(text);
    assert.deepEqual(notices, []);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['ctx-field-read'],
    );
  });

test('structs in structs without end take no stack', () => {
  const deep = 5000;
  const types = Array.from({ length: deep }, (_, i) => `struct s${i + 1} { struct s${i} a, b; };`);
  const body = `\tif (sizeof(struct s${deep}) == 1)\n\t\treturn 1;\n\treturn ctx->src_port;`;
  const text = program('cgroup/sock_create', 'struct bpf_sock *ctx', body);
  const { findings, notices } = analyse(
    text.replace('SEC', `struct s0 { int a; };\n${types.join('\n')}\nSEC`),
  );
  assert.deepEqual(notices, []);
  assert.equal(findings.length, 1);
});
