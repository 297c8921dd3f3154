/** A helper or a probe-read macro at its name: whether it may be called here, and what it returns on a context. */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import { kernelsInRange, listKernels, type KernelSet } from '../kernel/versions.js';
import type { ProbeRead } from '../model/file.js';
import { rulePage } from '../rules/page.js';
import { touches, type Span } from '../text.js';
import { contractOf, effectsInWords, helperInWords as describeHelper } from './describe-helper.js';
import type { HoverText } from './hover-text.js';

const manual = 'https://man7.org/linux/man-pages/man7/bpf-helpers.7.html';
const mostPrograms = 6;

/** Null where the offset is on no such name within a known program. */
export function hoverOfCall(analysis: Analysis, facts: KernelFacts, offset: number): HoverText | null {
  const read = analysis.model.probeReads.find((each) => touches(nameSpan(each, analysis.text), offset));
  const parts = [read ? readInWords(read) : '', helperInWords(analysis, facts, offset)].filter(Boolean);
  const call = analysis.model.helperCalls.find((each) => touches(each.span, offset));
  const span = read ? nameSpan(read, analysis.text) : call?.span;
  return span && parts.length > 0 ? { span, markdown: parts.join('\n\n') } : null;
}

/** The call's name; the whole of it where a macro of the file hides the name. */
function nameSpan({ span, row: { name } }: ProbeRead, text: string): Span {
  return text.startsWith(name, span.start) ? { ...span, end: span.start + name.length } : span;
}

function readInWords({ row, spec, struct, pointer, path }: ProbeRead): string {
  const head = `**\`${row.name}\`** on \`struct ${struct}\``;
  if (!spec.rewritten || struct !== spec.context)
    return `${head}\n\nThe kernel does not rewrite this context: a probe read sees the same memory as \`->\`, and cannot fault the program.`;
  const kernel = spec.kernelContext ? `\`struct ${spec.kernelContext}\`` : 'another struct';
  const instead = path?.length === 1 ? `\`${pointer}->${path[0]}\`` : 'its fields with `->`';
  return (
    `${head}: **returns garbage**\n\nThe kernel rewrites direct accesses to this context ` +
    `(${spec.rewrittenBy ?? 'convert_ctx_access'}); a probe read copies the memory of ${kernel} instead. ` +
    `Read ${instead}.\n\n[About the rule](${rulePage('probe-read-on-ctx')})`
  );
}

/** For each program that gets here whether it may call the helper, and since which measured kernel. */
function helperInWords({ model, settings }: Analysis, facts: KernelFacts, offset: number): string {
  const calls = model.helperCalls.filter((each) => touches(each.span, offset));
  const [first] = calls;
  const id = first ? facts.helpers.id(first.name) : null;
  if (!first || id === null) return '';
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  const programs = [...new Map(calls.map((call) => [call.program.name, call])).values()];
  const lines = programs.slice(0, mostPrograms).map(({ program, spec }) => {
    const name = program.section.name ?? spec.section;
    return `- \`${name}\`: ${permission(id, spec, facts, kernels)}`;
  });
  const left = programs.length - lines.length;
  const substitute = facts.readings.substitute(first.name);
  const contract = contractOf(id, first.spec, facts, kernels);
  return [
    `**\`${first.name}\`** — helper ${id}`,
    describeHelper(first.name, contract, facts),
    effectsInWords(id, contract, facts, kernels).join(' '),
    [...lines, ...(left > 0 ? [`- and ${left} more programs`] : [])].join('\n'),
    substitute === null ? '' : `\`${substitute}\` does the same and is allowed in more program types.`,
    `[bpf-helpers(7)](${manual})`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function permission(id: number, spec: ProgramSpec, facts: KernelFacts, kernels: KernelSet): string {
  const { helpers } = facts;
  const refused = kernels.filter((kernel) => !mayOn(id, spec, kernel, facts));
  const since = facts.kernels.find((kernel) => helpers.verdict(id, spec, kernel) === 'allowed');
  const newest = refused.at(-1);
  if (newest === undefined) return `may be called${sinceText(since, facts.kernels)}`;
  if (!helpers.exists(id, newest))
    return `not yet in ${listKernels(refused)}${sinceText(since, facts.kernels)}`;
  const words = helpers.message(id, spec, newest);
  return `**may not be called** (\`${words}\`)${sinceText(since, facts.kernels)}`;
}

/** What was not measured is not said to be refused. */
function mayOn(id: number, spec: ProgramSpec, kernel: string, { helpers }: KernelFacts): boolean {
  const verdict = helpers.verdict(id, spec, kernel);
  return helpers.exists(id, kernel) && (verdict === 'allowed' || verdict === 'unknown');
}

/** The oldest measured kernel says only that it is at least as old. */
function sinceText(since: string | undefined, measured: KernelSet): string {
  if (since === undefined) return '';
  return since === measured[0] ? `, in ${since} already` : `, since ${since} (of the measured kernels)`;
}
