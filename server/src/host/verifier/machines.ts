/** The virtual machines that are kept for the next question, one a kernel image; each ends when it is not asked for long. */
import { VirtualMachine, type Boot } from './virtual-machine.js';

/** Milliseconds. */
const longestRest = 10 * 60_000;

interface Kept {
  readonly machine: VirtualMachine;
  rest: NodeJS.Timeout;
}

export class Machines {
  private readonly kept = new Map<string, Kept>();

  /** The one that runs an image; it is booted where there is none. */
  for(boot: Boot): VirtualMachine {
    const before = this.kept.get(boot.image);
    if (before) clearTimeout(before.rest);
    const machine = before?.machine.isAlive === true ? before.machine : new VirtualMachine(boot);
    const rest = setTimeout(() => this.end(boot.image), longestRest);
    rest.unref();
    this.kept.set(boot.image, { machine, rest });
    return machine;
  }

  /** Whether an image need not be booted. */
  has(image: string): boolean {
    return this.kept.get(image)?.machine.isAlive ?? false;
  }

  endAll(): void {
    for (const image of [...this.kept.keys()]) this.end(image);
  }

  private end(image: string): void {
    const kept = this.kept.get(image);
    this.kept.delete(image);
    if (!kept) return;
    clearTimeout(kept.rest);
    kept.machine.stop();
  }
}
