/**
 * The table of context fields against the verifier itself: what `fields` prints, cell by cell, against what the
 * running kernel accepts, and against what was measured on the others.
 */
import assert from 'node:assert/strict';
import { release } from 'node:os';
import { resolve } from 'node:path';
import { before, test } from 'node:test';
import { fieldTable, type FieldTable } from '../../server/src/core/features/fields.js';
import { createFacts, type KernelFacts } from '../../server/src/core/kernel/facts.js';
import { loadAssets } from '../../server/src/host/assets.js';
import { cellsOfRanges, cellsOfTable, disagreements, offsetsOf } from './support/cells.js';
import { mayRefuse } from './support/differences.js';
import { measuredCells, measuredKernels, programOf, sections } from './support/measured.js';
import { ask, cannotLoad, type Answer } from './support/prober.js';
import { fieldsOf, inParallel } from './support/tool.js';

let facts: KernelFacts;
let answers: Readonly<Record<string, Answer>> | null;
before(async () => {
  facts = createFacts((await loadAssets(resolve('.'))).tables);
  const asked = ask();
  answers = asked && Object.fromEntries(asked);
});

/** As measured on kernels from 5.10 to 7.3, on all of which it is the same: size to offsets. */
const beforePort = {
  read: { 1: '4,8,12,48-49,52-72,76', 2: '4,8,12,48,52-70/2,72,76', 4: '0-20/4,48-76/4' },
  write: { 4: '0,16,20' },
};
const afterBind4 = {
  read: {
    1: '4,8,12,24-27,44,48-49,52-72,76',
    2: '4,8,12,24,26,44,48,52-70/2,72,76',
    4: '4-12/4,24,44-76/4',
  },
  write: {},
};
const afterBind6 = {
  read: {
    1: '4,8,12,28-44,48-49,52-72,76',
    2: '4,8,12,28-42/2,44,48,52-70/2,72,76',
    4: '4-12/4,28-76/4',
  },
  write: {},
};

const socketPrograms = [
  ['cgroup/sock', beforePort],
  ['cgroup/sock_create', beforePort],
  ['cgroup/sock_release', beforePort],
  ['cgroup/post_bind4', afterBind4],
  ['cgroup/post_bind6', afterBind6],
] as const;

for (const [section, { read, write }] of socketPrograms) {
  test(`fields ${section} is what every kernel accepts`, () => {
    const expected = { cells: cellsOfRanges(read, write), tried: offsetsOf('-8-95') };
    for (const kernel of facts.kernels) {
      const cells = cellsOfTable(tableOf(section, kernel));
      assert.deepEqual(disagreements(cells, expected), [], `kernel ${kernel}`);
    }
  });

  test(`fields ${section} is what this kernel's verifier accepts`, async (t) => {
    const answer = answers && programOf(answers, section, rowOf(section));
    if (!answer) {
      t.skip(cannotLoad);
      return;
    }
    const table = await fieldsOf(section, 'host');
    assert.deepEqual(disagreements(cellsOfTable(table), answer.context ?? nothing), []);
  });
}

test("fields is what this kernel's verifier accepts, for every section that loads", (t) => {
  if (!answers) {
    t.skip(cannotLoad);
    return;
  }
  const [host = ''] = /^\d+\.\d+/.exec(release()) ?? [];
  if (!facts.kernels.includes(host)) {
    t.skip(`the tables hold no kernel ${host}`);
    return;
  }
  if (process.arch !== 'x64') {
    t.skip('the tables were measured on x86-64');
    return;
  }
  const kernel = answers;
  const asked = sections().flatMap(([section, row]) => {
    const answer = programOf(kernel, section, row)?.context;
    return answer ? [{ section, row, answer }] : [];
  });
  assert.ok(asked.length > 0);
  t.diagnostic(`${asked.length} sections compared on ${release()}`);
  const found = asked.flatMap(({ section, row, answer }) =>
    disagreements(cellsOfTable(tableOf(section, host)), answer)
      .filter((each) => !(each.endsWith('refuses it') && mayRefuse(row, each)))
      .map((each) => `${section}: ${each}`),
  );
  assert.deepEqual(found, []);
});

for (const kernel of measuredKernels()) {
  test(`fields --kernel ${kernel.release} is what rules/kernels/${kernel.file} says, program by program`, () => {
    const found = sections().flatMap(([section, row]) => {
      const measured = measuredCells(kernel, section, row);
      const table = tableOf(section, kernel.release);
      return measured
        ? disagreements(cellsOfTable(table), measured).map((each) => `${section}: ${each}`)
        : [];
    });
    assert.deepEqual(found, []);
  });
}

test('the command line prints that same table, for a section of every context and for every kernel', async () => {
  const newest = facts.kernels.at(-1) ?? '';
  const contexts = new Map(sections().map(([section, row]) => [row.context, section]));
  const asked = [
    ...[...contexts.values()].map((section) => ({ section, kernel: newest })),
    ...facts.kernels.map((kernel) => ({ section: 'xdp', kernel })),
  ];
  await inParallel(asked, async ({ section, kernel }) => {
    assert.deepEqual(await fieldsOf(section, kernel), tableOf(section, kernel));
  });
});

function tableOf(section: string, kernel: string): FieldTable {
  const table = fieldTable(facts, section, 'libbpf', { min: kernel, max: kernel });
  assert.ok(table, section);
  return table;
}

function rowOf(section: string): (typeof known)[number][1] {
  const row = known.find(([name]) => name === section)?.[1];
  assert.ok(row, section);
  return row;
}

const nothing = { cells: [], tried: [] };

const known = sections();
