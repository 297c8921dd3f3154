/**
 * The hand-written tables under rules/: each file against its schema, and the files against each other, so
 * that no row names a program, a struct or a field that is not there.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import type { ContextRow, FieldRow } from '../../server/src/core/kernel/contexts.js';
import type { LegacySectionRow, ProgramSpec, SectionRow } from '../../server/src/core/kernel/sections.js';

const rules = join(process.cwd(), 'rules');
const sections = read('sections.json') as { sections: SectionRow[]; legacy: LegacySectionRow[] };
const { programs } = read('programs.json') as { programs: Record<string, ProgramSpec> };
const contextFiles = readdirSync(join(rules, 'contexts')).sort();
const contexts = contextFiles.map((file) => read(join('contexts', file)) as ContextRow);
const structs = new Set(contexts.map((context) => context.struct));

const files = [
  ['sections.json', 'sections'],
  ['programs.json', 'programs'],
  ['messages.json', 'messages'],
  ...contextFiles.map((file) => [join('contexts', file), 'context'] as const),
] as const;

for (const [file, schema] of files) {
  test(`${file} fits its schema`, () => {
    const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, formats: { regex: isPattern } });
    const validate = ajv.compile(read(join('schema', `${schema}.schema.json`)) as object);
    assert.ok(validate(read(file)), ajv.errorsText(validate.errors, { separator: '\n' }));
  });
}

test('images of kernels may be had of measured kernels, oldest first', () => {
  const { images } = read('kernel-images.json') as { images: readonly Record<string, string>[] };
  const measured = (read(join('tables', 'access.json')) as { kernels: readonly string[] }).kernels;
  for (const row of images) {
    assert.deepEqual(Object.keys(row), ['kernel', 'suite', 'package']);
    assert.match(`${row['suite']} ${row['package']}`, /^[a-z]+(?:-[a-z]+)? linux-image[\w.+-]*$/);
  }
  const kernels = images.map(({ kernel = '' }) => kernel);
  assert.deepEqual(
    kernels,
    measured.filter((kernel) => kernels.includes(kernel)),
  );
});

test('a context file is named after its struct and processor', () => {
  for (const [index, context] of contexts.entries()) {
    const name =
      context.arch === undefined || context.struct !== 'pt_regs'
        ? context.struct
        : `${context.struct}.${context.arch}`;
    assert.equal(contextFiles[index], `${name}.json`);
  }
});

test('every section has its program, every program its section', () => {
  const reachable = new Set(sections.sections.map((row) => row.program));
  for (const row of sections.sections) assert.ok(row.program in programs, `${row.pattern}: ${row.program}`);
  for (const [key, program] of Object.entries(programs)) {
    if (program.variantOf === undefined) assert.ok(reachable.has(key), `${key} is not named by any section`);
    else assert.ok(reachable.has(program.variantOf) && key === `${program.variantOf}(0)`, key);
  }
});

test('patterns occur once', () => {
  const patterns = sections.sections.map((row) => row.pattern);
  assert.deepEqual(duplicates(patterns), []);
  assert.deepEqual(duplicates(sections.legacy.map((row) => row.pattern)), []);
});

test('a program is measured as another one of the same type', () => {
  for (const [key, { measuredAs, programType, context }] of Object.entries(programs)) {
    if (measuredAs === undefined) continue;
    const other = programs[measuredAs];
    assert.ok(other, `${key}: ${measuredAs}`);
    assert.equal(other.measuredAs, undefined, `${key} is measured at second hand`);
    assert.equal(other.programType, programType, key);
    assert.equal(other.context, context, key);
  }
});

test('every context has its layout', () => {
  for (const [key, { context }] of Object.entries(programs)) {
    if (context === null) continue;
    const known = context.endsWith('<target>')
      ? structs.has(context.replace('<target>', 'task'))
      : structs.has(context);
    assert.ok(known, `${key}: ${context}`);
  }
});

for (const context of contexts) {
  test(`struct ${context.struct} holds together`, () => {
    const names = context.fields.map((field) => field.name);
    assert.deepEqual(duplicates(names), []);
    for (const field of context.fields) checkField(context, field);
    for (const group of context.unions ?? []) for (const name of group) assert.ok(names.includes(name), name);
    checkOverlaps(context);
  });
}

function checkField(context: ContextRow, field: FieldRow): void {
  const label = `${context.struct}.${field.name}`;
  const last = field.offset + field.size;
  assert.ok(last <= context.size, `${label} ends at ${last} of ${context.size}`);
  const unit = field.element ?? field.size;
  if (unit <= 8) assert.equal(field.offset % unit, 0, `${label} is not aligned`);
  assert.equal(field.element !== undefined, field.type.endsWith(']'), `${label}: ${field.type}`);
  const length = /\[(\d+)\]$/.exec(field.type)?.[1];
  if (length !== undefined) assert.equal(field.size, Number(length) * unit, `${label}: ${field.type}`);
  if (field.type.endsWith('*')) assert.ok(field.pointer && field.order === null, `${label} is a pointer`);
  if (field.type.startsWith('__be')) assert.equal(field.order, 'network', label);
  if (field.sister !== undefined) {
    const sister = context.fields.find((other) => other.name === field.sister);
    assert.equal(sister?.sister, field.name, `${label}: ${field.sister}`);
    assert.equal(sister.order, field.order, label);
  }
}

/** Fields come in the order of their bytes and overlap only where a union says so. */
function checkOverlaps(context: ContextRow): void {
  for (const [index, field] of context.fields.entries()) {
    for (const later of context.fields.slice(index + 1)) {
      const overlap = later.offset < field.offset + field.size && field.offset < later.offset + later.size;
      const union =
        context.unions?.some((group) => group.includes(field.name) && group.includes(later.name)) ?? false;
      assert.equal(overlap, union, `${context.struct}: ${field.name} and ${later.name}`);
      if (!overlap && !context.unions)
        assert.ok(field.offset < later.offset, `${context.struct}.${later.name}`);
    }
  }
}

function duplicates(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(rules, path), 'utf8'));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
