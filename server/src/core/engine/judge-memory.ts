/**
 * Asks the rules about memory, once all programs were judged by the others: what takes long here costs nothing else.
 * Steps decide how far it goes, for each program and for the file; the clock only ends it.
 */
import type { LoweredUnit } from '../ir/unit.js';
import type { KernelFacts } from '../kernel/facts.js';
import { kernelsInRange } from '../kernel/versions.js';
import type { ProgramModel } from '../model/model.js';
import { rules } from '../rules/registry.js';
import { isOn, type RuleInput } from '../rules/rule.js';
import type { Watch } from '../syntax/watch.js';
import { keptFaults } from '../violations/kept-faults.js';
import { locate } from '../violations/located-fault.js';
import type { MemoryFaults } from '../violations/memory-faults.js';
import type { Notice } from './analysis.js';
import { inTime, runRule, type Said } from './run-rule.js';
import type { Settings } from './settings.js';

/** What the rules about memory say, by program. */
export interface MemoryJudged {
  readonly said: ReadonlyMap<ProgramModel, readonly Said[]>;
  readonly notices: readonly Notice[];
}

/** Judges the programs of a text, in order, until the steps of a file are used up. */
export type MemoryJudge = (
  programs: readonly ProgramModel[],
  unitOf: () => LoweredUnit,
  textOf: RuleInput['textOf'],
  settings: Settings,
) => MemoryJudged;

/** Steps of all programs of a file together. */
const mostSteps = 400_000;

/** `watch` guards the time of the analysis. */
export function memoryJudge(facts: KernelFacts, watch: Watch): MemoryJudge {
  const faultsOf = keptFaults(facts, (steps) => watch.spend(steps));
  return (programs, unitOf, textOf, settings) => {
    const asked = rules.filter((rule) => 'checkFaults' in rule && isOn(rule.meta, settings));
    const said = new Map<ProgramModel, readonly Said[]>();
    const notices: Notice[] = [];
    const kernels = kernelsInRange(facts.kernels, settings.kernel);
    let steps = 0;
    if (asked.length === 0 || programs.length === 0) return { said, notices };
    const unit = unitOf();
    for (const model of programs) {
      const { name, match } = model.program;
      if (!match) continue;
      const found: MemoryFaults | null =
        steps < mostSteps ? inTime(() => faultsOf(unit, name, match.spec, kernels)) : null;
      if (!found) {
        notices.push({
          kind: 'limit',
          message: `the program ${name} and those behind it: memory was not looked at`,
        });
        break;
      }
      steps += found.steps;
      const input = { model, facts, kernels, settings, textOf };
      if (found.faults.length > 0) said.set(model, sayOf(asked, input, found, unit, notices));
    }
    return { said, notices };
  };
}

function sayOf(
  asked: typeof rules,
  input: RuleInput,
  { faults }: MemoryFaults,
  unit: LoweredUnit,
  notices: Notice[],
): readonly Said[] {
  const located = faults.flatMap((each) => locate(unit, each) ?? []);
  return asked.flatMap((rule) =>
    runRule(rule.meta, () => rule.checkFaults?.(input, located) ?? [], notices).map((finding) => ({
      rule: rule.meta,
      finding,
    })),
  );
}
