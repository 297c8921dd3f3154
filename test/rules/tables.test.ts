/** The generated tables: each against its schema, and all of them against what the generator makes of rules/kernels. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const tables = readdirSync('rules/tables').sort();
const kernels = readdirSync('rules/kernels').sort();

function assertFits(path: string, schema: string): void {
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    strictTuples: false,
    formats: { regex: true },
  });
  const validate = ajv.compile(read(`rules/schema/${schema}.schema.json`) as object);
  assert.ok(validate(read(path)), ajv.errorsText(validate.errors, { separator: '\n' }));
}

test('reads.json fits its schema', () => assertFits('rules/reads.json', 'reads'));
test('global-functions/measured.json fits its schema', () =>
  assertFits('rules/global-functions/measured.json', 'global-functions-measured'));
test('helpers.json fits its schema, and has every helper', () => {
  assertFits('rules/helpers.json', 'helper-prose');
  const { names } = read('rules/tables/helpers.json') as { names: Record<string, string> };
  const { helpers } = read('rules/helpers.json') as { helpers: Record<string, unknown> };
  assert.deepEqual(Object.keys(helpers), Object.values(names));
});
test('pointer-operators/measured.json fits its schema', () =>
  assertFits('rules/pointer-operators/measured.json', 'pointer-operators-measured'));
test('handwritten/access.json fits its schema', () =>
  assertFits('rules/handwritten/access.json', 'handwritten'));
test('handwritten/helpers.json fits its schema', () =>
  assertFits('rules/handwritten/helpers.json', 'handwritten-helpers'));
test('handwritten/contracts.json fits its schema', () =>
  assertFits('rules/handwritten/contracts.json', 'handwritten-contracts'));
for (const name of tables) {
  test(`tables/${name} fits its schema`, () => assertFits(`rules/tables/${name}`, name.replace('.json', '')));
}
for (const name of kernels) {
  test(`kernels/${name} fits its schema`, () => assertFits(`rules/kernels/${name}`, 'kernel'));
}

for (const name of readdirSync('rules/contracts')) {
  test(`contracts/${name} fits its schema`, () =>
    assertFits(`rules/contracts/${name}`, 'measured-contracts'));
}

test('handwritten/maps.json fits its schema', () =>
  assertFits('rules/handwritten/maps.json', 'handwritten-maps'));
for (const name of readdirSync('rules/maps')) {
  test(`maps/${name} fits its schema`, () => assertFits(`rules/maps/${name}`, 'maps-measured'));
}

for (const name of readdirSync('rules/uapi')) {
  const schema = { 'names.json': 'uapi-names', 'headers.json': 'uapi-headers' }[name] ?? 'uapi';
  test(`uapi/${name} fits its schema`, () => assertFits(`rules/uapi/${name}`, schema));
}

test('the types of every measured kernel are known', () => {
  const known = readdirSync('rules/uapi').filter((name) => /^\d/.test(name));
  assert.deepEqual(known.sort(), kernels);
});

for (const name of readdirSync('rules/kfuncs')) {
  test(`kfuncs/${name} fits its schema`, () => assertFits(`rules/kfuncs/${name}`, 'measured-kfuncs'));
}

test('every schema belongs to a file', () => {
  const used = [
    'configuration',
    'context',
    'explain-log',
    'global-functions-measured',
    'handwritten',
    'handwritten-contracts',
    'handwritten-helpers',
    'helper-prose',
    'handwritten-maps',
    'kernel',
    'measured-contracts',
    'measured-kfuncs',
    'maps-measured',
    'messages',
    'pointer-operators-measured',
    'programs',
    'reads',
    'sections',
    'uapi',
    'uapi-headers',
    'uapi-names',
    ...tables.map((name) => name.replace('.json', '')),
  ];
  const schemas = readdirSync('rules/schema').map((name) => name.replace('.schema.json', ''));
  assert.deepEqual(schemas.sort(), used.sort());
});

test('the tables are what the measurements give', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  try {
    execFileSync(process.execPath, ['scripts/generate-tables.mjs', folder]);
    for (const name of tables) {
      assert.equal(
        readFileSync(`rules/tables/${name}`, 'utf8'),
        readFileSync(join(folder, name), 'utf8'),
        `run npm run tables: ${name}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what names a region or a program in reads.json is in the tables', () => {
  const access = read('rules/tables/access.json') as { programs: Record<string, Record<string, unknown>> };
  const regions = new Set(Object.values(access.programs).flatMap((program) => Object.keys(program)));
  const { sockets } = read('rules/reads.json') as { sockets: Record<string, { region: string }> };
  for (const [name, { region }] of Object.entries(sockets))
    assert.ok(regions.has(region), `${name}: ${region}`);
});

test('what is written by hand is in the tables, and was measured on no kernel', () => {
  const access = read('rules/tables/access.json') as {
    shapes: readonly unknown[];
    programs: Record<string, Record<string, readonly (readonly [string, number])[]>>;
  };
  const { access: rows } = read('rules/handwritten/access.json') as {
    access: Record<string, { regions: Record<string, unknown> }>;
  };
  const loads = read('rules/tables/loads.json') as { programs: Record<string, unknown> };
  for (const [section, { regions }] of Object.entries(rows)) {
    assert.equal(loads.programs[section], undefined, section);
    for (const [region, shape] of Object.entries(regions)) {
      const index = access.programs[section]?.[region]?.[0]?.[1];
      assert.deepEqual(access.shapes[index ?? -1], shape, `${section} ${region}`);
    }
  }
});
