/**
 * Headers on disk, each read once: a file is looked at again only after someone said that files may have changed,
 * and read again only when its time or size did.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { decodeSource } from './source.js';

/** Bytes; larger headers are not read. Generated type dumps are larger, headers that people write are not. */
export const headerSizeLimit = 1024 * 1024;

/** More files than this are forgotten all at once. */
const mostFiles = 4000;

interface Known {
  /** The generation in which it was last looked at. */
  generation: number;
  readonly stamp: string;
  readonly text: string | null;
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
    const real = attempt(() => realpathSync(path));
    this.places.set(path, real);
    return real;
  }

  /** A file's text by its real path; null for what is too large, no text, no file or not readable. */
  read(real: string): string | null {
    const known = this.files.get(real);
    if (known?.generation === this.current) return known.text;
    const stamp = attempt(() => stampOf(real)) ?? '';
    if (known?.stamp === stamp) {
      known.generation = this.current;
      return known.text;
    }
    const text = stamp === '' ? null : attempt(() => readText(real));
    this.files.set(real, { generation: this.current, stamp, text });
    return text;
  }
}

/** Tells one state of a file from another; empty for what is not read at all, pipes and devices included. */
function stampOf(real: string): string {
  const status = statSync(real);
  return status.isFile() && status.size <= headerSizeLimit
    ? `${status.mtimeMs} ${status.size} ${status.ino}`
    : '';
}

function readText(real: string): string | null {
  const source = decodeSource(readFileSync(real));
  return 'unreadable' in source ? null : source.text;
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
