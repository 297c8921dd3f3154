/** A section, a program type, an attach type or a context struct in words, for whoever asks by name. */
import type { Settings } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import { isNamed, type ProgramSpec } from '../kernel/sections.js';
import { kernelsInRange } from '../kernel/versions.js';
import { returnsText } from '../rules/ranges.js';
import { btfLine, contextLine, describeMatch } from './hover-section.js';

/** Markdown; null for a word that names none of these. */
export function explainProgram(word: string, settings: Settings, facts: KernelFacts): string | null {
  const match = facts.match(word, settings.loader);
  if (match && isNamed(match, word)) return `${describeMatch(word, match, { settings }, facts)}\n`;
  const found = groupNamed(word, facts);
  return found && describeGroup(found, settings, facts);
}

/** Every word that is answered, but for sections with a target. */
export function explainable(facts: KernelFacts): readonly string[] {
  const names = facts.programs.flatMap(({ programType, attachType, context }) => [
    programType,
    ...(attachType === null ? [] : [attachType]),
    ...(context === null || context.includes('<') ? [] : [context]),
  ]);
  return [...new Set([...facts.sections.map(({ pattern }) => pattern), ...names])];
}

interface Group {
  readonly name: string;
  readonly kind: 'program type' | 'attach type' | 'context';
  readonly specs: readonly ProgramSpec[];
}

/** Types are known without their prefix and in small letters, too; structs with and without `struct`. */
function groupNamed(word: string, facts: KernelFacts): Group | null {
  const type = word.toUpperCase();
  const struct = word.replace(/^struct\s+/, '');
  const specs = facts.programs.filter(({ variantOf }) => variantOf === undefined);
  const groups = ([type, `BPF_PROG_TYPE_${type}`, `BPF_${type}`] as const).flatMap((name): Group[] => [
    { name, kind: 'program type', specs: specs.filter(({ programType }) => programType === name) },
    { name, kind: 'attach type', specs: specs.filter(({ attachType }) => attachType === name) },
  ]);
  const inStruct = specs.filter(({ context }) => context === struct);
  return (
    [...groups, { name: `struct ${struct}`, kind: 'context' as const, specs: inStruct }].find(
      (group) => group.specs.length > 0,
    ) ?? null
  );
}

/** One row a section, and below what holds for all of them, or for which. */
function describeGroup({ name, kind, specs }: Group, settings: Settings, facts: KernelFacts): string {
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  const returns = (spec: ProgramSpec): string =>
    `- Returns: ${returnsText(facts.returns.accepted(spec, kernels))}`;
  return `${[
    `# ${name}`,
    `${kind[0]?.toUpperCase()}${kind.slice(1)} of ${specs.length === 1 ? 'one kind' : `${specs.length} kinds`} of program:`,
    tableOf(specs, kind, facts),
    [contextLine, btfLine, returns].flatMap((line) => shared(specs, line)).join('\n'),
    specs.map(({ section, runs }) => `- \`${section}\`: ${runs}`).join('\n'),
    `\`ebpf-verdict explain <section>\` says more of each, \`ebpf-verdict fields <section>\` what it may access.`,
  ].join('\n\n')}\n`;
}

function tableOf(specs: readonly ProgramSpec[], kind: Group['kind'], facts: KernelFacts): string {
  const rows = specs.map((spec) => [
    sectionsOf(spec, facts),
    ...(kind === 'program type' ? [] : [`\`${spec.programType}\``]),
    spec.attachType === null ? 'none' : `\`${spec.attachType}\``,
    spec.btfEnabled ? 'yes' : 'no',
    spec.since ?? '',
  ]);
  const head = [
    'Section',
    ...(kind === 'program type' ? [] : ['Program type']),
    'Attach type',
    'BTF-enabled',
    'Since Linux',
  ];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Every spelling that leads to the program, with what stands behind the slash. */
function sectionsOf(spec: ProgramSpec, { sections }: KernelFacts): string {
  return sections
    .filter(({ program }) => program === spec.section)
    .map(({ pattern, target }) => `\`${pattern}${target === null ? '' : `/<${target}>`}\``)
    .join(', ');
}

/** Each distinct line once; where there are several, with the sections that it is about. */
function shared(specs: readonly ProgramSpec[], lineOf: (spec: ProgramSpec) => string): readonly string[] {
  const found = new Map<string, string[]>();
  for (const spec of specs)
    found.set(lineOf(spec), [...(found.get(lineOf(spec)) ?? []), `\`${spec.section}\``]);
  if (found.size === 1) return [...found.keys()];
  return [...found].map(([line, sections]) => `${line} (${sections.join(', ')})`);
}
