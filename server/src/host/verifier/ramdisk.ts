/** The initial ramdisk of a virtual machine, in the archive format "newc": a header of hexadecimal fields, name, bytes. */
import { gzipSync } from 'node:zlib';

const directory = 0o040755;
const executable = 0o100755;
const readable = 0o100644;

/** Bytes of a ramdisk whose only process is `init`, with files by their path below the root. */
export function initialRamdisk(init: Uint8Array, files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const none = new Uint8Array();
  const folders = ['dev', 'proc', 'sys', 'objects'].map((name) => ({ name, mode: directory, bytes: none }));
  const others = Object.entries(files).map(([name, bytes]) => ({ name, mode: readable, bytes }));
  const all = [...folders, { name: 'init', mode: executable, bytes: init }, ...others];
  const entries = all.map(({ name, mode, bytes }, index) => archiveEntry(name, mode, bytes, index + 1));
  return gzipSync(Buffer.concat([...entries, archiveEntry('TRAILER!!!', 0, none, 0)]));
}

function archiveEntry(name: string, mode: number, bytes: Uint8Array, inode: number): Uint8Array {
  const fields = [inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, Buffer.byteLength(name) + 1, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}${name}\0`;
  return Buffer.concat([padded(Buffer.from(header)), padded(bytes)]);
}

function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
