/** Everything the kernel says, behind one interface; the tables under rules/ are its only source. */
import type { Loader } from '../engine/settings.js';
import type { AccessTable } from './access.js';
import type { ContextRow } from './contexts.js';
import type { LegacySectionRow, ProgramSpec, SectionMatch, SectionRow } from './sections.js';
import type { KernelSet } from './versions.js';

export interface KernelFacts {
  /** Every measured kernel, oldest first. */
  readonly kernels: KernelSet;
  readonly sections: readonly SectionRow[];
  readonly legacySections: readonly LegacySectionRow[];
  readonly access: AccessTable;
  /** What a section string means; null when neither loader knows it. */
  match(section: string, loader: Loader): SectionMatch | null;
  /** A row of rules/programs.json by its canonical section. */
  program(section: string): ProgramSpec | null;
  /** All rows of rules/programs.json. */
  readonly programs: readonly ProgramSpec[];
  /** A context or socket struct by its name. */
  context(struct: string): ContextRow | null;
}
