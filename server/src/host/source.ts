/** Source files as text, and back to bytes without touching what was not edited: byte order mark and encoding. */
import { readFile, stat } from 'node:fs/promises';

/** Bytes; larger files are not read. Well above the largest vmlinux.h, well below what would freeze a machine. */
const sizeLimit = 16 * 1024 * 1024;

export interface SourceText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  /** `latin1` for what is no valid UTF-8: one code unit a byte, so that nothing is lost on the way back. */
  readonly encoding: 'utf8' | 'latin1';
}

/** A file's text, or why there is none, as words that follow the file's name. */
export type SourceResult = SourceText | { readonly unreadable: string };

/** Reads a source file; never throws. */
export async function readSource(path: string): Promise<SourceResult> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) return { unreadable: 'is a folder' };
    if (!status.isFile()) return { unreadable: 'is no regular file' };
    if (status.size > sizeLimit) return { unreadable: tooLarge(status.size) };
    return decodeSource(await readFile(path));
  } catch (error) {
    return { unreadable: reason(error) };
  }
}

/** Decodes a source file's bytes; a NUL byte means that it is no text. */
export function decodeSource(bytes: Uint8Array): SourceResult {
  if (bytes.length > sizeLimit) return { unreadable: tooLarge(bytes.length) };
  if (bytes.includes(0)) return { unreadable: 'is not a text file: it holds NUL bytes' };
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = hasByteOrderMark ? bytes.subarray(3) : bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { text, hasByteOrderMark, encoding: 'utf8' };
  } catch {
    return { text: Buffer.from(content).toString('latin1'), hasByteOrderMark, encoding: 'latin1' };
  }
}

/** The bytes of `text` in the encoding, and with the byte order mark, of the file it came from. */
export function encodeSource(text: string, source: SourceText): Uint8Array {
  const content = Buffer.from(text, source.encoding);
  return source.hasByteOrderMark ? Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), content]) : content;
}

/** A file system error as words that follow a file's name: `does not exist`, `may not be read`. */
export function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of its path is no folder',
  EACCES: 'is not accessible: permission denied',
  EPERM: 'is not accessible: operation not permitted',
  EISDIR: 'is a folder',
  ELOOP: 'is a loop of symbolic links',
  ENAMETOOLONG: 'does not exist: its name is too long',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'cannot be written: no space left',
  EDQUOT: 'cannot be written: no space left in the quota',
  EFBIG: 'cannot be written: too large for this file system',
};

function tooLarge(bytes: number): string {
  const megabytes = (value: number): string => (value / 1024 / 1024).toFixed(1);
  return `is too large to check: ${megabytes(bytes)} MB, the limit is ${megabytes(sizeLimit)} MB`;
}
