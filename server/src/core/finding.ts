/** What a rule complains of, as plain data with offsets; knows neither editors nor terminals. */
import type { FileSpan, TextEdit } from './text.js';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A second place that explains a finding. */
export interface Related {
  readonly span: FileSpan;
  readonly message: string;
}

/** One way to mend the code. `safe` means that it keeps meaning: it is preferred and part of fix-all. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

/** Where the finding touches a context, for programs that read our output. */
export interface FindingContext {
  readonly program?: string;
  readonly struct?: string;
  readonly field?: string;
  readonly access?: 'read' | 'write';
  /** Bytes. */
  readonly size?: number;
  /** The verifier's or the loader's own words. */
  readonly verifier?: string;
  /** The run of the program that was found. */
  readonly witness?: RunWitness;
}

/** What a run that does it begins with. */
export interface RunWitness {
  /** Bytes of its packet; null where it is about no packet. */
  readonly packetLength: number | null;
  /** What is not 0 of what comes from outside, in decimal: `ctx[12]`, `packet[13]`. */
  readonly inputs: readonly { readonly name: string; readonly value: string }[];
}

/** A finding of a rule. Offsets are UTF-16 code units in the analysed text. */
export interface Finding extends FindingContext {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** In the analysed text, or in one of its headers. */
  readonly span: FileSpan;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly tags?: readonly ('deprecated' | 'unnecessary')[];
}
