/** The table of a program's context: which program it is of, its columns, and that its cells are the measured ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContextFields } from '../../../protocol/context-fields.js';
import { contextFields } from '../../../server/src/core/features/context-fields.js';
import { parseKernelRange } from '../../../server/src/core/engine/settings.js';
import { analyse, atCursor, facts } from '../support/engine.js';
import { program } from '../support/program.js';

function tableAt(marked: string, kernel: string | null = null): ContextFields {
  const { text, offset } = atCursor(marked);
  const range = kernel === null ? null : parseKernelRange(kernel);
  const table = contextFields(analyse(text), facts, offset, range);
  assert.ok(table, 'there is no table');
  return table;
}

function sock(section: string): string {
  return program(section, 'struct bpf_sock *ctx', '\treturn $01;');
}

test('the program under the cursor comes first, its kin next, and each section once', () => {
  const { columns, fields, struct } = tableAt(sock('cgroup/post_bind4'));
  assert.equal(struct, 'bpf_sock');
  assert.deepEqual(columns[0]?.sections, ['cgroup/post_bind4']);
  assert.deepEqual(
    columns.map(({ isHere }) => isHere),
    columns.map((_, at) => at === 0),
  );
  const sections = columns.flatMap((column) => column.sections);
  assert.equal(new Set(sections).size, sections.length);
  assert.ok(fields.every(({ cells }) => cells.length === columns.length));
});

test('programs with the same answers share a column', () => {
  const [here] = tableAt(sock('cgroup/sock_create')).columns;
  assert.deepEqual(here?.sections, ['cgroup/sock_create', 'cgroup/sock_release']);
});

test('a cell says what was measured', () => {
  const { fields } = tableAt(sock('cgroup/sock_create'));
  const cellOf = (name: string): unknown => fields.find((field) => field.name === name)?.cells[0];
  assert.deepEqual(cellOf('mark'), { read: [4], write: [4], since: facts.kernels[0], refusal: null });
  assert.deepEqual(cellOf('src_port'), {
    read: [],
    write: [],
    since: null,
    refusal: 'invalid bpf_context access off=44 size=4',
  });
});

test('every cell of every context agrees with the table of accesses', () => {
  for (const spec of facts.programs.filter((each) => each.context && facts.context(each.context))) {
    if (spec.variantOf || spec.section !== facts.match(spec.section, 'libbpf')?.spec.section) continue;
    const { fields, targets } = tableAt(
      program(spec.section, `struct ${spec.context} *ctx`, '\treturn $01;'),
    );
    for (const { offset, cells } of fields) {
      const accepts = (size: number): boolean =>
        facts.access
          .accepted({ program: spec, region: 'ctx', access: 'read', size }, targets)
          .includes(offset);
      assert.deepEqual(cells[0]?.read, [1, 2, 4, 8].filter(accepts), `${spec.section} at ${offset}`);
    }
  }
});

test('an older kernel gives another table, and the first one that has a field is named', () => {
  const marked = program('cgroup_skb/egress', 'struct __sk_buff *ctx', '\treturn $01;');
  const old = tableAt(marked, '5.10');
  assert.deepEqual(old.targets, ['5.10']);
  const isNew = (table: ContextFields): readonly string[] =>
    table.fields.filter(({ cells }) => cells[0]?.since && cells[0].since !== '5.10').map(({ name }) => name);
  assert.ok(isNew(old).includes('hwtstamp'), isNew(old).join());
  const hwtstamp = old.fields.find(({ name }) => name === 'hwtstamp');
  assert.deepEqual(hwtstamp?.cells[0]?.read, []);
});

test('outside of programs it is the one above, else the first', () => {
  const two = `${program('xdp', 'struct xdp_md *ctx', '\treturn 1;')}int x;\n`;
  assert.equal(tableAt(`${two}$0`).section, 'xdp');
  assert.equal(tableAt(`$0${two}`).section, 'xdp');
  assert.equal(contextFields(analyse('int x;\n'), facts, 0, null), null);
});

test('a program without a struct has no fields', () => {
  const table = tableAt(program('fentry/f', 'int a', '\treturn $00;'));
  assert.equal(table.struct, null);
  assert.deepEqual(table.fields, []);
  assert.ok(table.btfEnabled);
});
