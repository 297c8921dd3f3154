/** The frozen result of looking at one text: all that diagnostics, hover, fixes and the command line read. */
import type { Finding } from '../finding.js';
import type { BpfFile } from '../model/file.js';
import type { FileModel } from '../model/model.js';
import type { Settings } from './settings.js';

export interface Analysis {
  readonly text: string;
  /** Starts of lines, for `lineColumn`. */
  readonly lines: readonly number[];
  readonly settings: Settings;
  /** Whether this is BPF C at all; when it is not, `findings` and `file.programs` are empty. */
  readonly isBpf: boolean;
  readonly file: BpfFile;
  readonly model: FileModel;
  /** In order of position; suppressed and switched-off ones are left out. */
  readonly findings: readonly Finding[];
  /** Said once to a log, not to the author: a budget that ran out, a rule that threw. */
  readonly notices: readonly string[];
}
