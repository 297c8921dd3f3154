/** The frozen result of looking at one text: all that diagnostics, hover, fixes and the command line read. */
import type { Finding } from '../finding.js';
import type { PlacedMap } from '../model/placed-maps.js';
import type { IrUnit } from '../ir/ir.js';
import type { BpfFile } from '../model/file.js';
import type { FileModel } from '../model/model.js';
import type { Settings } from './settings.js';

/** A header as one text that includes it sees it. Its findings' spans are offsets in its own text. */
export interface HeaderAnalysis {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly number[];
  readonly findings: readonly Finding[];
}

/**
 * Why a verdict is incomplete: text was too large or too deep to be understood (`unjudged`), a program was not
 * followed to its end (`limit`), or a rule threw (`failure`).
 */
export interface Notice {
  readonly kind: 'unjudged' | 'limit' | 'failure';
  /** Words that follow the file's name. */
  readonly message: string;
}

export interface Analysis {
  readonly text: string;
  /** Starts of lines, for `lineColumn`. */
  readonly lines: readonly number[];
  readonly settings: Settings;
  /** Whether this is BPF C at all; when it is not, `findings` and `file.programs` are empty. */
  readonly isBpf: boolean;
  readonly file: BpfFile;
  readonly model: FileModel;
  /** Its functions as blocks of instructions; each is lowered when it is first asked for. */
  readonly ir: IrUnit;
  /** The maps that it and its headers define. */
  readonly maps: readonly PlacedMap[];
  /** In order of position; suppressed and switched-off ones are left out. */
  readonly findings: readonly Finding[];
  /** The headers that were read, with what was found in them for the programs that reach them. */
  readonly headers: readonly HeaderAnalysis[];
  /** The paths, as written, of included files that were not found; without those that the tables stand for. */
  readonly missingHeaders: readonly string[];
  /** Said once to a log, not to the author. */
  readonly notices: readonly Notice[];
}
