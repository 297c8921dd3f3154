/**
 * When a document is looked at again after a keystroke: at once where that is quick, after a pause in typing
 * where it is not, and never for a state that the next message already replaces.
 */
import type { Cancel, LspHost } from './host.js';

/** Milliseconds of work below which nobody notices it between two keystrokes. */
const quick = 25;
/** How many times its own cost a slow task waits, and no longer than this. */
const patience = 3;
const longestPause = 500;

export class Schedule {
  private readonly waiting = new Map<string, Cancel>();

  constructor(private readonly host: Pick<LspHost, 'soon' | 'later'>) {}

  /** Replaces the task that waits under the same key. `cost` is what it took the last time, in milliseconds. */
  put(key: string, cost: number, task: () => void): void {
    this.drop(key);
    const run = (): void => {
      this.waiting.delete(key);
      task();
    };
    const pause = Math.min(longestPause, cost * patience);
    this.waiting.set(key, cost < quick ? this.host.soon(run) : this.host.later(pause, run));
  }

  drop(key: string): void {
    this.waiting.get(key)?.();
    this.waiting.delete(key);
  }
}
