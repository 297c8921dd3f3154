// Takes the kernel out of a compressed x86-64 image, so that bpftool can read its BTF. Boots nothing.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// The header of the boot protocol (Documentation/arch/x86/boot.rst): where the payload lies in the image.
const SETUP_SECTORS = 0x1f1;
const PAYLOAD = 0x248;
const SECTOR = 512;

const DECOMPRESSORS = [
  { magic: '28b52ffd', command: ['zstd', '-dcq'] },
  { magic: '02214c18', command: ['lz4', '-dcq'] },
  { magic: 'fd377a58', command: ['xz', '-dcq'] },
  { magic: '1f8b', command: ['gzip', '-dcq'] },
];

/** The ELF file inside an image. Throws where the payload is none of the formats that distributions use. */
export function uncompressed(image) {
  const bytes = readFileSync(image);
  const start = ((bytes[SETUP_SECTORS] || 4) + 1) * SECTOR + bytes.readUInt32LE(PAYLOAD);
  // The last four bytes are the size of what comes out, which is no part of the stream.
  const payload = bytes.subarray(start, start + bytes.readUInt32LE(PAYLOAD + 4) - 4);
  const magic = payload.toString('hex', 0, 4);
  const found = DECOMPRESSORS.find((each) => magic.startsWith(each.magic));
  if (!found) throw new Error(`${image}: payload begins with ${magic}, which is no known compression`);
  const [command, ...options] = found.command;
  return execFileSync(command, options, { input: payload, maxBuffer: 1 << 28 });
}
