/** What kernels said of documents, by address. It is kept when a document is closed, for it is of its text. */
import type { KernelVerdict, Verified } from '../core/verdicts/verdict.js';

export class KernelVerdicts {
  private readonly byUri = new Map<string, readonly Verified[]>();

  /** The runs on a document that something is left of, oldest first. */
  of(uri: string): readonly Verified[] {
    return this.byUri.get(uri) ?? [];
  }

  /** A new run replaces what the same kernels said of the same programs; where it is of all programs, all. */
  add(uri: string, run: Verified, isOfAll: boolean): void {
    const said = new Set(run.verdicts.map(keyOf));
    const older = isOfAll ? [] : this.of(uri);
    const left = older.map((each) => ({
      ...each,
      verdicts: each.verdicts.filter((verdict) => !said.has(keyOf(verdict))),
    }));
    this.byUri.set(uri, [...left.filter(({ verdicts }) => verdicts.length > 0), run]);
  }
}

function keyOf({ program, release }: KernelVerdict): string {
  return `${release} ${program}`;
}
