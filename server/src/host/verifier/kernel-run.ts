/** What one kernel said to an object's programs, as plain data. */
import type { LoaderAnswer } from '../../core/log/loaded.js';

/** A program with what was said of it; a string says why it was not tried. */
export interface Tried {
  readonly program: string;
  readonly section: string;
  readonly answer: LoaderAnswer | string;
}

/** A kernel that programs are loaded into: the running one, an image that is booted, or that of another machine. */
export type KernelChoice =
  | { readonly kind: 'host' }
  | { readonly kind: 'image'; readonly path: string; readonly release: string }
  /** A name that ssh may be given. */
  | { readonly kind: 'ssh'; readonly host: string };

export interface KernelRun {
  readonly kind: KernelChoice['kind'];
  readonly release: string;
  /** `v1.1`; empty where it was not asked. */
  readonly libbpf: string;
  /** Whether the lockdown hides kernel memory from BPF. */
  readonly isConfidential: boolean;
  readonly programs: readonly Tried[];
  /** Why nothing was loaded, as words that follow the object's name; null where something was. */
  readonly failure: string | null;
  /** A command for a shell that gives the rights that are missing; else null. */
  readonly remedy: string | null;
  /** What the user did not consent to; null where that was not why. */
  readonly declined: Question['kind'] | null;
}

/** What nothing is done without, unless the user says so. */
export interface Question {
  readonly kind: 'large-maps' | 'panic-on-warn' | 'fetch-image';
  /** A sentence that tells what would be done. */
  readonly text: string;
}

/** Asks the user; false where nobody can be asked. */
export type Consent = (question: Question) => Promise<boolean>;

/** What is to be loaded. */
export interface LoadChoice {
  /** One program's name; null for all. */
  readonly program: string | null;
  readonly consents: Consent;
  /** The section of rules/programs.json that a section of the object means to the loader in force; null where it means none. */
  readonly sectionOf: (section: string) => string | null;
}

/** A section that only newer ones know is no fault of the program. */
export function unlessTooOld(answer: Tried['answer'], as: string | null, libbpf: string): Tried['answer'] {
  const isUnknown = typeof answer !== 'string' && answer.libbpf.includes('missing BPF prog type');
  return as !== null && isUnknown ? `libbpf ${libbpf} of this machine is too old for its section` : answer;
}

/** The first line of libbpf's words. */
export function firstLine(words: string): string {
  return (words.split('\n').find((line) => line.trim() !== '') ?? 'it does not say why').replace(
    /^libbpf: /,
    '',
  );
}
