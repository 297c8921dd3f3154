/** A SEC string in words: program type, attach type, when it runs, its context, and what it may return. */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec, SectionMatch } from '../kernel/sections.js';
import { kernelsInRange } from '../kernel/versions.js';
import type { Program } from '../model/file.js';
import { returnsText } from '../rules/ranges.js';

/** Markdown for a program's section. */
export function describeSection(
  program: Program,
  match: SectionMatch,
  analysis: Analysis,
  facts: KernelFacts,
): string {
  return describeMatch(program.section.name ?? match.spec.section, match, analysis, facts);
}

/** Markdown for a section by its name, whether or not a program stands in it. */
export function describeMatch(
  name: string,
  match: SectionMatch,
  { settings }: Pick<Analysis, 'settings'>,
  facts: KernelFacts,
): string {
  const { spec } = match;
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  return [
    `**\`SEC("${name}")\`** — ${typesOf(spec)}`,
    spec.runs,
    [
      contextLine(spec),
      btfLine(spec),
      `- Returns: ${returnsText(facts.returns.accepted(spec, kernels))}`,
      ...(match.row.sleepable ? ['- Sleepable: it may fault and call helpers that sleep'] : []),
      ...(spec.since ? [`- Since Linux ${spec.since}`] : []),
      loaderLine(match),
    ].join('\n'),
  ].join('\n\n');
}

function typesOf({ programType, attachType }: ProgramSpec): string {
  return attachType
    ? `\`${programType}\`, attach type \`${attachType}\``
    : `\`${programType}\`, no attach type`;
}

/** Which struct it gets, and whether the kernel rewrites accesses to it. */
export function contextLine(spec: ProgramSpec): string {
  if (!spec.context) return '- Context: no struct of its own';
  if (!spec.rewritten)
    return `- Context: \`struct ${spec.context} *\`, not rewritten: direct and probe reads see the same memory`;
  const kernel = spec.kernelContext ? `\`struct ${spec.kernelContext}\`` : 'another struct';
  return (
    `- Context: \`struct ${spec.context} *\`, whose accesses the kernel rewrites (${spec.rewrittenBy ?? ''}): ` +
    `read fields directly; \`BPF_CORE_READ\` would see ${kernel} and return garbage`
  );
}

/** Whether its arguments are typed kernel pointers, and where the kernel says so. */
export function btfLine(spec: ProgramSpec): string {
  return spec.btfEnabled
    ? `- BTF-enabled: yes (${spec.btfSource}): arguments are typed kernel pointers, dereference them with \`->\``
    : `- BTF-enabled: no (${spec.btfSource}): kernel pointers need a probe read`;
}

function loaderLine({ loaders, optional, target, row }: SectionMatch): string {
  const names = loaders.map((loader) => (loader === 'libbpf' ? 'libbpf' : 'cilium/ebpf')).join(' and ');
  const autoload = optional ? '; the leading `?` keeps libbpf from loading it by itself' : '';
  const attach = target ? `; attaches to ${row.target ?? 'the target'} \`${target}\`` : '';
  return `- Loaders: ${names}${attach}${autoload}`;
}
