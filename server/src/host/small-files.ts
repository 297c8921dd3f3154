/** Text files of a build, each read again only when its time or size changed. */
import { readFileSync, statSync } from 'node:fs';

/** Bytes; larger files are no ones that people write by hand. */
const largestFile = 256 * 1024;

interface Known {
  readonly stamp: string;
  readonly text: string;
}

export class SmallFiles {
  private readonly known = new Map<string, Known>();

  /** Null for what is not there, too large, or may not be read. */
  read(path: string): string | null {
    try {
      const status = statSync(path, { throwIfNoEntry: false });
      if (!status?.isFile() || status.size > largestFile) return null;
      const stamp = `${status.mtimeMs} ${status.size}`;
      const before = this.known.get(path);
      if (before?.stamp === stamp) return before.text;
      const text = readFileSync(path, 'utf8');
      this.known.set(path, { stamp, text });
      return text;
    } catch {
      return null;
    }
  }
}
