/** What a rule is: its description, and a function from a file's model to findings. Rules never import rules. */
import type { Finding, Severity } from '../finding.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { KernelSet } from '../kernel/versions.js';
import type { ProgramModel } from '../model/model.js';
import type { FileSpan } from '../text.js';
import type { Settings } from '../engine/settings.js';

/** A rule's description; `id` is kebab-case, API, and never reused. */
export interface RuleMeta {
  readonly id: string;
  readonly severity: Severity;
  readonly fixable: boolean;
  /** One line, without a full stop. */
  readonly summary: string;
}

export interface RuleInput {
  /** One program; places in it are within items, and so may those of a finding be. */
  readonly model: ProgramModel;
  /** The text of such a place. */
  readonly textOf: (span: FileSpan) => string;
  readonly facts: KernelFacts;
  /** The measured kernels that the settings aim at. */
  readonly kernels: KernelSet;
  readonly settings: Settings;
}

/** A finding before the engine has given it its rule's id and severity. */
export type RuleFinding = Omit<Finding, 'rule' | 'severity'> & { readonly severity?: Severity };

export interface Rule {
  readonly meta: RuleMeta;
  /** Never asked about a file that is not BPF C. May throw: the engine drops the rule for that program. */
  check(input: RuleInput): Iterable<RuleFinding>;
}
