/** Where the time of a run went, for `--timing`. */
import { printable, textWidth } from './report/columns.js';

/** Files beyond these are only summed up. */
const slowestShown = 10;

export class Timing {
  private readonly files: { readonly path: string; readonly milliseconds: number }[] = [];

  /** Runs `work` and charges its time to a file. */
  measure<T>(path: string, work: () => T): T {
    const start = performance.now();
    const result = work();
    this.files.push({ path, milliseconds: performance.now() - start });
    return result;
  }

  /** The slowest files first, then the analyses' sum and the whole life of the process. */
  lines(): readonly string[] {
    const slowest = [...this.files].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, slowestShown);
    const sum = this.files.reduce((total, file) => total + file.milliseconds, 0);
    const rows = [
      ...slowest.map(({ path, milliseconds }) => [printable(path), milliseconds] as const),
      [`analysis of ${this.files.length} file${this.files.length === 1 ? '' : 's'}`, sum] as const,
      ['in all, start of the process included', performance.now()] as const,
    ];
    const width = Math.max(...rows.map(([name]) => textWidth(name)));
    return rows.map(([name, milliseconds]) => {
      return `${name}${' '.repeat(width - textWidth(name))}  ${milliseconds.toFixed(1).padStart(9)} ms`;
    });
  }
}
