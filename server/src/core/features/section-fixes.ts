/** For a field that may not be accessed here: sections whose programs may, as fixes that change the program's type. */
import type { Analysis } from '../engine/analysis.js';
import type { Finding, Fix } from '../finding.js';
import type { Direction } from '../kernel/access.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import { kernelsInRange, type KernelSet } from '../kernel/versions.js';
import type { ContextAccess } from '../model/file.js';
import { refusalOf } from '../rules/verdict.js';
import { naturalQuery, sectionsThatAllow } from '../rules/wording.js';

const mostSections = 3;
const directions: ReadonlyMap<string, Direction> = new Map([
  ['ctx-field-read', 'read'],
  ['ctx-field-write', 'write'],
]);

/** At most three, those first in which the program's other accesses are accepted, too. None of them is safe. */
export function sectionFixes(analysis: Analysis, finding: Finding, facts: KernelFacts): readonly Fix[] {
  const direction = directions.get(finding.rule);
  const access = direction && accessOf(analysis, finding);
  if (!access || access.program.path !== null) return [];
  if (!access.program.isSectionWritten || access.program.section.name === null) return [];
  const kernels = kernelsInRange(facts.kernels, analysis.settings.kernel);
  const refusal = refusalOf(access, direction, facts, kernels);
  if (!refusal?.field) return [];
  const query = naturalQuery(refusal.query, refusal.field);
  const specs = sectionsThatAllow(query, facts, kernels).flatMap((section) =>
    writable(section, analysis, facts),
  );
  const others = analysis.model.accesses.filter((each) => each.program === access.program);
  return specs
    .map((spec) => ({ spec, refused: refusedIn(spec, others, facts, kernels) }))
    .sort((a, b) => a.refused - b.refused)
    .slice(0, mostSections)
    .map(({ spec }) => rename(access, spec));
}

function accessOf({ model }: Analysis, { span, program, field }: Finding): ContextAccess | undefined {
  return model.accesses.find(
    (each) =>
      each.span.path === span.path &&
      each.span.start === span.start &&
      each.span.end === span.end &&
      each.program.name === program &&
      (each.field === null || each.field === field),
  );
}

/** A section that the loader in force takes as it is, without a target. */
function writable(section: string, { settings }: Analysis, facts: KernelFacts): readonly ProgramSpec[] {
  const match = facts.match(section, settings.loader);
  return match?.understood && match.row.target === null ? [match.spec] : [];
}

/** How many of the program's accesses would be refused there. */
function refusedIn(
  spec: ProgramSpec,
  accesses: readonly ContextAccess[],
  facts: KernelFacts,
  kernels: KernelSet,
): number {
  return accesses.filter((access) => {
    const direction = access.access === 'write' ? 'write' : 'read';
    return refusalOf({ ...access, spec }, direction, facts, kernels) !== null;
  }).length;
}

function rename({ program: { section } }: ContextAccess, spec: ProgramSpec): Fix {
  const text = `"${section.name?.startsWith('?') ? '?' : ''}${spec.section}"`;
  return {
    title: `Change the section to ${text} (${spec.title})`,
    safe: false,
    edits: [{ span: section.nameSpan, text }],
  };
}
