/** What is told of a log, as plain data: one answer a program. Lines and columns from 0, columns in bytes. */
import type { Statistics } from './log.js';
import type { Category } from './messages.js';
import type { SourcePlace } from './place.js';
import type { TrailStep } from './trail-words.js';

/**
 * `unknown`: the text holds neither a message nor the statistics of a program that was accepted. `not tried`: no log,
 * for the verifier was not asked, or could not answer for want of rights.
 */
export type LogVerdict = 'accepted' | 'refused' | 'not loaded' | 'not tried' | 'unknown';

export interface FaultPlace extends SourcePlace {
  /** The instruction's number in the program; null where the refusal is of no single instruction. */
  readonly pc: number | null;
  readonly insn: string | null;
}

export interface ExplainedStep extends SourcePlace, Omit<TrailStep, 'at'> {
  readonly pc: number;
}

export interface PathStep extends SourcePlace {
  readonly pc: number;
  readonly jump: boolean;
}

/** 7.3's own report. */
export interface KernelSays {
  readonly title: string;
  readonly reason: string;
  readonly suggestion: string;
}

export interface Explained {
  /** Null where the text does not name it. */
  readonly program: string | null;
  readonly verdict: LogVerdict;
  /** A row of rules/messages.json; null where none knows the message. */
  readonly id: string | null;
  readonly category: Category | null;
  /** The verifier's or the loader's own words. */
  readonly message: string | null;
  readonly more: readonly string[];
  readonly at: FaultPlace | null;
  readonly register: string | null;
  /** What the register holds, in words. */
  readonly value: string | null;
  readonly why: string | null;
  /** What to do. */
  readonly fix: string | null;
  readonly trail: readonly ExplainedStep[];
  /** The conditional jumps on the path that was refused. */
  readonly path: readonly PathStep[];
  readonly stats: Statistics;
  /** What the text does not hold, in sentences. */
  readonly notes: readonly string[];
  readonly kernelSays: KernelSays | null;
  /** The line of the given text that holds the message. */
  readonly logLine: number | null;
}
