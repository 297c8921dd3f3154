/**
 * Headers on disk, each read once: a file is looked at again only after someone said that files may have changed,
 * and read again only when its time or size did.
 */
import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync, type Stats } from 'node:fs';
import type { Unread } from '../core/engine/headers.js';
import { isTypeDump } from '../core/syntax/known-headers.js';
import { decodeSource } from './source.js';

/** Bytes; larger headers are not read. Generated type dumps are larger, headers that people write are not. */
export const headerSizeLimit = 1024 * 1024;

/** More files than this are forgotten all at once. */
const mostFiles = 4000;

/** Bytes of a large file that tell whether it is a dump of the kernel's types. */
const headLength = 8 * 1024;

/** What a file holds; null where there is none. */
export type HeaderContent = { readonly text: string } | Unread | null;

interface Known {
  /** The generation in which it was last looked at. */
  generation: number;
  readonly stamp: string;
  readonly content: HeaderContent;
}

export class HeaderFiles {
  private current = 0;
  private readonly files = new Map<string, Known>();
  private readonly places = new Map<string, string | null>();

  /** Grows whenever what was concluded from the files may no longer hold. */
  get generation(): number {
    return this.current;
  }

  /** Files, links or folders may have changed. */
  changed(): void {
    this.current++;
    this.places.clear();
    if (this.files.size > mostFiles) this.files.clear();
  }

  /** Where an absolute path really leads; null where there is nothing. */
  realPath(path: string): string | null {
    const known = this.places.get(path);
    if (known !== undefined) return known;
    // Most places that are asked for hold nothing, which is told faster so.
    const isThere = attempt(() => statSync(path, { throwIfNoEntry: false })) !== undefined;
    const real = isThere ? attempt(() => realpathSync(path)) : null;
    this.places.set(path, real);
    return real;
  }

  /** A file's content by its real path; what is too large to be read is told apart from what is not there. */
  read(real: string): HeaderContent {
    const known = this.files.get(real);
    if (known?.generation === this.current) return known.content;
    const status = attempt(() => statSync(real));
    const stamp = status?.isFile() ? `${status.mtimeMs} ${status.size} ${status.ino}` : '';
    if (known?.stamp === stamp) {
      known.generation = this.current;
      return known.content;
    }
    const content = status?.isFile() ? attempt(() => readContent(real, status)) : null;
    this.files.set(real, { generation: this.current, stamp, content });
    return content;
  }
}

function readContent(real: string, { size }: Stats): HeaderContent {
  if (size > headerSizeLimit) return isTypeDump(real, size, readHead(real)) ? 'type dump' : 'unread';
  const source = decodeSource(readFileSync(real));
  return 'unreadable' in source ? 'unread' : { text: source.text };
}

function readHead(real: string): string {
  const bytes = Buffer.alloc(headLength);
  const file = openSync(real, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, headLength, 0));
  } finally {
    closeSync(file);
  }
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
