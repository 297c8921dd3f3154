/** What a kernel image says of itself: the header of Documentation/arch/x86/boot.rst. Boots nothing. */
import { open } from 'node:fs/promises';
import { reason } from '../source.js';

/** The release of an x86 kernel image, as `6.12.118-cloud-amd64`; else why there is none, as words that follow its name. */
export async function releaseOf(
  path: string,
): Promise<{ readonly release: string } | { readonly unreadable: string }> {
  try {
    const file = await open(path);
    try {
      if (!(await file.stat()).isFile()) return { unreadable: 'is no file' };
      const { buffer, bytesRead } = await file.read(Buffer.alloc(0x8000), 0, 0x8000, 0);
      const release = releaseIn(buffer.subarray(0, bytesRead));
      return release === null ? { unreadable: 'is no x86-64 kernel image (vmlinuz)' } : { release };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { unreadable: reason(error) };
  }
}

/** `HdrS` at 0x202; at 0x20e where the text of the version lies, less 0x200. */
function releaseIn(bytes: Buffer): string | null {
  if (bytes.length < 0x210 || bytes.toString('latin1', 0x202, 0x206) !== 'HdrS') return null;
  const start = bytes.readUInt16LE(0x20e) + 0x200;
  return /^\d+\.\d+[\w.+~-]*/.exec(bytes.toString('latin1', start, start + 128))?.[0] ?? null;
}
