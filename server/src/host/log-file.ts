/** Reads a verifier log, whole, from a file or from bytes at hand; says in words why it cannot. Never throws. */
import { readFile, stat } from 'node:fs/promises';
import { reason } from './source.js';

/** Bytes. The kernel's own buffer for a log holds at most 1 GB, and tools ask for 16 MB; nobody pastes more. */
const logLimit = 64 * 1024 * 1024;

/** A log's text, or why there is none, as words that follow its name. */
export type LogResult = { readonly text: string } | { readonly unreadable: string };

/** The text of a log file. */
export async function readLog(path: string): Promise<LogResult> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) return { unreadable: 'is a folder' };
    if (status.size > logLimit) return { unreadable: tooLarge(status.size) };
    return decodeLog(await readFile(path));
  } catch (error) {
    return { unreadable: reason(error) };
  }
}

/** The bytes of an object or a source, or why there are none. */
export async function readObject(
  path: string,
): Promise<{ readonly bytes: Uint8Array } | { readonly unreadable: string }> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) return { unreadable: 'is a folder: name one file of it at a time' };
    const { size } = status;
    return size > logLimit ? { unreadable: tooLarge(size) } : { bytes: await readFile(path) };
  } catch (error) {
    return { unreadable: reason(error) };
  }
}

/** Bytes as text: UTF-8, or UTF-16 where a mark says so, as PowerShell writes it. Broken characters are replaced. */
export function decodeLog(bytes: Uint8Array): LogResult {
  if (bytes.length > logLimit) return { unreadable: tooLarge(bytes.length) };
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!isWide && bytes.subarray(0, mostSearched).includes(0))
    return { unreadable: 'is not text: it holds NUL bytes' };
  return { text: new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes) };
}

/** A text file has no NUL byte near its start; one behind a cut buffer does not matter. */
const mostSearched = 65_536;

function tooLarge(bytes: number): string {
  const megabytes = (value: number): string => `${(value / 1024 / 1024).toFixed(0)} MB`;
  return `is too large: ${megabytes(bytes)}, the limit is ${megabytes(logLimit)}. The end of a log is enough: tail -c 16000000 LOG`;
}
