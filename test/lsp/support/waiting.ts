/** Waiting for something that messages bring about, without looking in vain. */

export class Waiting {
  private readonly checks = new Set<() => void>();

  /** Looks now and whenever it is woken; fails with `excuse` when nothing was found in time. */
  until<T>(milliseconds: number, look: () => T | undefined, excuse: () => string): Promise<T> {
    return new Promise((done, fail) => {
      const stop = (): void => {
        this.checks.delete(check);
        clearTimeout(timer);
      };
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        stop();
        done(found);
      };
      const timer = setTimeout(() => {
        stop();
        fail(new Error(excuse()));
      }, milliseconds);
      this.checks.add(check);
      check();
    });
  }

  wake(): void {
    for (const check of [...this.checks]) check();
  }
}
