/** What a rule is: its description, and a function from a file's model to findings. Rules never import rules. */
import type { FindingContext, Finding, Severity } from '../finding.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { KernelSet } from '../kernel/versions.js';
import type { MapDefinition } from '../model/maps.js';
import type { ProgramModel } from '../model/model.js';
import type { FileSpan } from '../text.js';
import type { LocatedFault } from '../violations/located-fault.js';
import type { Settings } from '../engine/settings.js';
import type { Doubt } from './doubts.js';

/** A rule's description; `id` is kebab-case, API, and never reused. */
export interface RuleMeta {
  readonly id: string;
  /** The gravest that it gives; an error becomes a warning where a doubt is left. */
  readonly severity: Severity;
  readonly fixable: boolean;
  /** Off unless the settings give it a severity. */
  readonly isOptIn?: true;
  /** Asks the types of the kernel, without which it has nothing to say. */
  readonly needsTypes?: true;
  /** One line, without a full stop. */
  readonly summary: string;
}

/** Whether a rule is asked at all. */
export function isOn({ id, isOptIn, needsTypes }: RuleMeta, { severities, types }: Settings): boolean {
  return (severities[id] ?? (isOptIn ? 'off' : 'on')) !== 'off' && (!needsTypes || types !== undefined);
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

/**
 * What a rule says, before it is told (telling.ts). `verifier`, where there is one, is quoted right behind `what`.
 */
export interface RuleFinding extends FindingContext, Pick<Finding, 'span' | 'related' | 'fixes' | 'tags'> {
  /** What is wrong and where, in a few words: begins with what it is about, in backticks, and has no full stop. */
  readonly what: string;
  /** What to do, in whole sentences; may be empty. */
  readonly advice: string;
  /** What may keep the verifier from refusing; null where nothing can. */
  readonly doubt: Doubt | null;
  /** The gravest that this one is, where that is less than the rule's. */
  readonly atMost?: Severity;
}

export interface Rule {
  readonly meta: RuleMeta;
  /** Never asked about a file that is not BPF C. May throw: the engine drops the rule for that program. */
  check(input: RuleInput): Iterable<RuleFinding>;
  /** What it says of accesses of memory that a run of the program breaks; asked once all rules were asked the above. */
  checkFaults?(input: RuleInput, faults: readonly LocatedFault[]): Iterable<RuleFinding>;
}

export interface MapInput extends Pick<RuleInput, 'facts' | 'kernels' | 'settings'> {
  readonly map: MapDefinition;
  /** All of the text and its headers. */
  readonly maps: readonly MapDefinition[];
  /** The programs of the text and its headers. */
  readonly programs: readonly ProgramModel[];
}

/** A rule about the maps that a text or its headers define, whoever uses them. */
export interface MapRule {
  readonly meta: RuleMeta;
  /** May throw: the engine drops the rule for that map. */
  checkMap(input: MapInput): Iterable<RuleFinding>;
}
