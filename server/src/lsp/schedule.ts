/**
 * When a document is looked at again after a keystroke: at once where that is quick, after a pause in typing
 * where it is not, and never for a state that the next message already replaces.
 */
import type { Cancel, LspHost } from './host.js';

/** Milliseconds of work that nobody minds after each keystroke: the server's, not the editor's. */
const quick = 100;
/** A slow task waits as long as it takes itself, and no longer than this. */
const longestPause = 400;

export class Schedule {
  private readonly waiting = new Map<string, Cancel>();

  constructor(private readonly host: Pick<LspHost, 'soon' | 'later'>) {}

  /** Replaces the task that waits under the same key. `cost` is what it is expected to take, in milliseconds. */
  put(key: string, cost: number, task: () => void): void {
    this.drop(key);
    const run = (): void => {
      this.waiting.delete(key);
      task();
    };
    this.waiting.set(
      key,
      cost < quick ? this.host.soon(run) : this.host.later(Math.min(longestPause, cost), run),
    );
  }

  drop(key: string): void {
    this.waiting.get(key)?.();
    this.waiting.delete(key);
  }
}
