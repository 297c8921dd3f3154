/** The types of the running kernel, from a folder that stands in for /sys/kernel/btf, and those of a named file. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { defaultSettings, type WrittenSettings } from '../../server/src/core/engine/settings.js';
import { hostTypes, readTypes } from '../../server/src/host/kernel-btf.js';
import { parseKernelTarget } from '../../server/src/host/kernel-syntax.js';

const btf = 'test/fixtures/kernel.btf';
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'kernel-btf-'));
  copyFileSync(btf, join(folder, 'vmlinux'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function aimedAt(kernel: string): WrittenSettings {
  return { ...defaultSettings, kernel: parseKernelTarget(kernel, '6.18') };
}

test('are read where the target includes the running kernel, and only there', () => {
  const withTypes = hostTypes(folder, btf);
  for (const kernel of ['host', '5.10..host', ' host '])
    assert.equal(withTypes(aimedAt(kernel)).types?.has('function', 'tcp_connect'), true, kernel);
  for (const kernel of ['6.18', '5.10..6.18'])
    assert.equal(withTypes(aimedAt(kernel)).types, undefined, kernel);
  assert.equal(withTypes({ ...defaultSettings }).types, undefined);
});

test('are read once for a kernel, and anew for another one', () => {
  const notes = `${folder}.notes`;
  writeFileSync(notes, 'one build id');
  const withTypes = hostTypes(folder, notes);
  const first = withTypes(aimedAt('host')).types;
  assert.ok(first);
  assert.equal(withTypes(aimedAt('host')).types, first);
  writeFileSync(notes, 'another build id');
  assert.notEqual(withTypes(aimedAt('host')).types, first);
  rmSync(notes);
});

test('those of a named file stay', () => {
  const types = readTypes(btf);
  assert.ok(typeof types !== 'string');
  assert.equal(hostTypes(folder, btf)({ ...aimedAt('host'), types }).types, types);
});

test('nothing is said where there are none', () => {
  assert.equal(hostTypes(join(folder, 'none'), btf)(aimedAt('host')).types, undefined);
  assert.equal(hostTypes(folder, join(folder, 'none'))(aimedAt('host')).types, undefined);
  assert.equal(readTypes(join(folder, 'none')), 'does not exist');
  assert.equal(readTypes('package.json'), 'is no BTF');
  assert.equal(readTypes('test'), 'is a folder');
});
