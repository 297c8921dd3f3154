/** Which other programs may call a helper that this one may not, the nearest first: those that are most easily written. */
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { KernelSet } from '../kernel/versions.js';
import { listSections } from './wording.js';

const mostSections = 4;

/** Whether every one of these kernels was measured to let the program call the helper. */
export function mayCall(id: number, program: ProgramSpec, facts: KernelFacts, kernels: KernelSet): boolean {
  return facts.helpers.kernelsThat('allowed', id, program, kernels).length === kernels.length;
}

/** A sentence that names the nearest sections in which the helper was measured to be allowed. */
export function whereToCall(id: number, here: ProgramSpec, facts: KernelFacts, kernels: KernelSet): string {
  const { sections, areMore } = nearestSections(here, facts, (program) =>
    mayCall(id, program, facts, kernels),
  );
  return sections.length === 0
    ? `No program type was measured that can call it${kernels.length > 1 ? ' on all of them' : ''}.`
    : `It can be in ${listSections(sections)}${areMore ? ', among others' : ''}.`;
}

interface Nearest {
  readonly sections: readonly string[];
  /** Whether others may, too. */
  readonly areMore: boolean;
}

/**
 * A few sections whose programs may: those of the same program type, then those with the same context, then others, in
 * the order of rules/programs.json. Of a type that may as a whole only one section is named; a section that differs in
 * its spelling only is not.
 */
function nearestSections(
  here: ProgramSpec,
  { programs }: KernelFacts,
  may: (program: ProgramSpec) => boolean,
): Nearest {
  const types = new Map<string, readonly ProgramSpec[]>();
  for (const program of programs)
    if (isOfItsOwn(program))
      types.set(program.programType, [...(types.get(program.programType) ?? []), program]);
  const named = [...types.values()]
    .flatMap((members) => representatives(members, members.filter(may)))
    .map((program) => ({ section: program.section, distance: distance(here, program) }))
    .sort((a, b) => a.distance - b.distance);
  return {
    sections: named.slice(0, mostSections).map(({ section }) => section),
    areMore: named.length > mostSections,
  };
}

/** Programs that measure as another row does are that one under another name, unless they may sleep. */
function isOfItsOwn({ variantOf, measuredAs, section, takesOver }: ProgramSpec): boolean {
  return !variantOf && !takesOver && (measuredAs === undefined || section === `${measuredAs}.s`);
}

/** Where a whole type may, the section that is written shortest. */
function representatives(
  members: readonly ProgramSpec[],
  allowing: readonly ProgramSpec[],
): readonly ProgramSpec[] {
  if (allowing.length < members.length) return allowing;
  const [first, ...others] = allowing;
  return first
    ? [others.reduce((best, each) => (each.section.length < best.section.length ? each : best), first)]
    : [];
}

function distance(here: ProgramSpec, { programType, context, btfEnabled }: ProgramSpec): number {
  if (programType === here.programType) return 0;
  if (context !== null && context === here.context) return 1;
  return btfEnabled === here.btfEnabled ? 2 : 3;
}
