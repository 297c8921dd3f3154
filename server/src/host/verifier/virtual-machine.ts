/**
 * A kernel that QEMU emulates, without a network, a disk or a folder of this machine. Its only process is our loader,
 * which answers one question after the other on the second serial line, for as long as the machine is kept.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loaderLine, type Line, type Loader } from './load.js';
import { initialRamdisk } from './ramdisk.js';
import { start, type Running } from './run.js';

export interface Boot {
  /** Absolute paths of the kernel's image, of qemu-system-x86_64, of our loader as its init, and of `limit`. */
  readonly image: string;
  readonly qemu: string;
  readonly init: string;
  readonly limit: string;
  /** Takes the machine's own folder. */
  readonly folder: string;
}

/** Seconds of the processor for all questions together, and seconds that one answer may take. */
const processorSeconds = 600;
const patience = 600;
/** An emulated processor's translated code takes a gigabyte. */
const memory = 8 * 1024 ** 3;
const largestFile = 64 * 1024 ** 2;
/** As rules/probe/requests.c takes them. */
const piece = 16384;

export class VirtualMachine {
  private readonly running: Running;
  private readonly folder: string;
  /** The object that it has before it. */
  private object: Uint8Array | null = null;
  private isReady = false;
  /** The answer to the question before; it never fails. */
  private last: Promise<unknown> = Promise.resolve();

  /** Begins to boot it. */
  constructor({ image, qemu, init, limit, folder }: Boot) {
    this.folder = mkdtempSync(join(folder, 'machine-'));
    const ramdisk = join(this.folder, 'initrd.gz');
    writeFileSync(ramdisk, initialRamdisk(readFileSync(init), {}));
    const limits = [processorSeconds, memory, largestFile].map(String);
    const words = [...limits, qemu, ...optionsOf(image, ramdisk, this.console)];
    this.running = start({ program: limit, arguments: words, folder: this.folder, user: null });
  }

  get isAlive(): boolean {
    return this.running.isAlive;
  }

  /** For an object. Questions wait for each other; an aborted signal ends the machine. */
  loaderOf(object: Uint8Array, signal: AbortSignal): Loader {
    return {
      ask: (words) => {
        const answer = this.last.then(() => this.unlessAborted(object, words, signal));
        this.last = answer;
        return answer;
      },
    };
  }

  private async unlessAborted(
    object: Uint8Array,
    words: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly Line[] | string> {
    const stop = (): void => this.stop();
    signal.addEventListener('abort', stop);
    try {
      return (await this.answer(object, words)) ?? this.fault(signal);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  stop(): void {
    this.running.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get console(): string {
    return join(this.folder, 'console.txt');
  }

  /** Null where it ended before its answer did. */
  private async answer(object: Uint8Array, words: readonly string[]): Promise<readonly Line[] | null> {
    this.isReady ||= (await this.linesUntilDone()) !== null;
    if (!this.isReady) return null;
    const isNew = this.object !== object;
    const text = Buffer.from(words.map((word) => `${word.replaceAll('\n', ' ')}\n`).join(''));
    this.running.write(Buffer.from(`${text.length} ${isNew ? object.length : 0}\n`));
    for (const bytes of isNew ? [text, object] : [text]) if (!(await this.send(bytes))) return null;
    this.object = object;
    return this.linesUntilDone();
  }

  /** Each piece once the loader is ready for it. */
  private async send(bytes: Uint8Array): Promise<boolean> {
    for (let at = 0; at < bytes.length; at += piece) {
      const line = await this.running.line(patience);
      if (line === null || loaderLine(line)?.['taken'] !== at) return false;
      this.running.write(bytes.subarray(at, at + piece));
    }
    return true;
  }

  private async linesUntilDone(): Promise<readonly Line[] | null> {
    const lines: Line[] = [];
    for (;;) {
      const text = await this.running.line(patience);
      if (text === null) return null;
      const line = loaderLine(text);
      if (line?.['done'] === true) return lines;
      if (line) lines.push(line);
    }
  }

  private fault(signal: AbortSignal): string {
    const said = `${textOf(this.console)}\n${this.running.stderr()}`;
    const last = said.split(/\r?\n/).findLast((line) => line.trim() !== '');
    this.stop();
    if (signal.aborted) return 'the virtual machine was cancelled';
    return `the kernel did not answer; it said last: ${last ?? 'nothing'}`;
  }
}

/** Emulated throughout: it needs no rights, and no hardware that a container lacks. */
function optionsOf(image: string, ramdisk: string, console: string): readonly string[] {
  return [
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '1', '-m', '1024'],
    ...['-display', 'none', '-no-reboot', '-nodefaults', '-no-user-config'],
    ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
    ...['-kernel', image, '-initrd', ramdisk],
    ...['-append', 'console=ttyS0 loglevel=3 panic=-1 mitigations=off nokaslr no_timer_check'],
    ...[
      '-serial',
      `file:${console}`,
      '-chardev',
      'stdio,id=answers,signal=off',
      '-serial',
      'chardev:answers',
    ],
  ];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
