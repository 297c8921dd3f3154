/** What is read from a kernel image, and the ramdisk that is made for it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { releaseOf } from '../../server/src/host/verifier/image.js';
import { initialRamdisk } from '../../server/src/host/verifier/ramdisk.js';

/** The first sectors of an image: `HdrS`, and where its version stands. */
function image(version: string, at = 0x3000): Buffer {
  const bytes = Buffer.alloc(0x8000);
  bytes.write('HdrS', 0x202, 'latin1');
  bytes.writeUInt16LE(at, 0x20e);
  bytes.write(`${version} (someone@somewhere) #1\0`, Math.min(at + 0x200, 0x7f00), 'latin1');
  return bytes;
}

test('the release stands in the header', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'vmlinuz');
  const read = async (bytes: Uint8Array): Promise<string> => {
    writeFileSync(path, bytes);
    const answer = await releaseOf(path);
    return 'release' in answer ? answer.release : answer.unreadable;
  };
  assert.equal(await read(image('6.12.118+deb13-cloud-amd64')), '6.12.118+deb13-cloud-amd64');
  assert.match(await read(image('6.12', 0xffff)), /is no x86-64 kernel image/);
  assert.match(await read(image('Linux')), /is no x86-64 kernel image/);
  assert.match(await read(image('6.1').subarray(0, 0x203)), /is no x86-64 kernel image/);
  assert.match(await read(Buffer.from('\x7fELF')), /is no x86-64 kernel image/);
  const missing = await releaseOf(join(folder, 'none'));
  assert.ok('unreadable' in missing && missing.unreadable === 'does not exist');
});

/** The entries of a "newc" archive, as the kernel's init/initramfs.c reads them. */
function entriesOf(archive: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  const field = (at: number, index: number): number =>
    parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
  const aligned = (value: number): number => Math.ceil(value / 4) * 4;
  for (let at = 0; at < archive.length;) {
    assert.equal(archive.toString('latin1', at, at + 6), '070701');
    const [size, nameSize] = [field(at, 6), field(at, 11)];
    const start = aligned(at + 110 + nameSize);
    found.set(
      archive.toString('utf8', at + 110, at + 110 + nameSize - 1),
      archive.subarray(start, start + size),
    );
    at = aligned(start + size);
  }
  return found;
}

test('a ramdisk holds what it is given, whatever its length', () => {
  for (const length of [0, 1, 2, 3, 4, 5]) {
    const bytes = Buffer.alloc(length, 'x');
    const entries = entriesOf(
      gunzipSync(initialRamdisk(Buffer.from('init'), { 'objects/a.o': bytes, ä: bytes })),
    );
    assert.deepEqual(
      [...entries.keys()],
      ['dev', 'proc', 'sys', 'objects', 'init', 'objects/a.o', 'ä', 'TRAILER!!!'],
    );
    assert.deepEqual(entries.get('objects/a.o'), bytes);
    assert.equal(entries.get('init')?.toString(), 'init');
  }
});
