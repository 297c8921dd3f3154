/**
 * Where a kernel and our rules differ about a program, and the report of it for the issue tracker: the function's text
 * and what was said, with the kernel's addresses masked. Nothing is sent; who reports reads it first.
 */
import type { Analysis } from '../engine/analysis.js';
import type { MessageTable } from '../log/messages.js';
import { lineColumn } from '../text.js';
import { versionOf, type KernelVerdict } from './verdict.js';

/** In a sentence; null where they agree, or where no rule is about what the kernel says. */
export function disagreement(
  { verdict, release, id, foreseen }: KernelVerdict,
  messages: MessageTable,
): string | null {
  const kernel = `Linux ${versionOf(release)}`;
  const errors = foreseen.filter(({ isError }) => isError).map(({ rule }) => rule);
  if (verdict === 'accepted' && errors.length > 0)
    return `${kernel} accepts the program, of which ${inWords(errors)} gives an error.`;
  const rules = verdict === 'refused' && id !== null ? (messages.row(id)?.rules ?? []) : [];
  if (rules.length === 0 || foreseen.some(({ rule }) => rules.includes(rule))) return null;
  return `${kernel} refuses the program for what ${inWords(rules)} should find.`;
}

function inWords(rules: readonly string[]): string {
  return [...new Set(rules)].map((rule) => `\`${rule}\``).join(' or ');
}

export interface ReportContext {
  readonly analysis: Analysis;
  readonly messages: MessageTable;
  /** Of this program: `0.1.0`. */
  readonly version: string;
}

/** The report on one verdict, as Markdown. */
export function disagreementReport(
  verdict: KernelVerdict,
  { analysis, messages, version }: ReportContext,
): string {
  const { program, section, release, log } = verdict;
  const heading = `eBPF Verdict and Linux ${versionOf(release)} differ about a program in ${code(section)}`;
  const differ = disagreement(verdict, messages);
  return [
    `# ${heading}`,
    '> This report holds source code: the text of the function, and the lines of it that the kernel quotes. Read it, and take out what is not for everybody, before you share it.',
    ...(differ === null ? [] : [differ]),
    [
      `- eBPF Verdict ${version}`,
      `- kernel ${release}`,
      `- section ${code(section)}`,
      `- target of the analysis: ${targetOf(analysis)}, ${analysis.settings.loader}`,
    ].join('\n'),
    '## What the kernel says',
    kernelWords(verdict),
    '## What eBPF Verdict says',
    ourWords(verdict, analysis),
    '## Source',
    fenced('c', sourceOf(program, analysis)),
    '## Log',
    fenced('', maskAddresses(log)),
    '',
  ].join('\n\n');
}

function targetOf({ settings: { kernel } }: Analysis): string {
  if (kernel === null) return 'the newest measured kernel';
  return kernel.min === kernel.max ? kernel.min : `${kernel.min}..${kernel.max}`;
}

function kernelWords({ verdict, id, message }: KernelVerdict): string {
  return `${verdict}${id === null ? '' : ` (${id})`}${message === null ? '' : `: ${code(message)}`}`;
}

function ourWords({ program, foreseen }: KernelVerdict, { findings, lines }: Analysis): string {
  const own = findings.filter((each) => each.program === program);
  const ours = own.map(
    ({ rule, severity, message, span }) =>
      `- ${severity} ${rule}${span.path === undefined ? `, line ${lineColumn(lines, span.start).line + 1}` : ''}: ${message.replace(/\s+/g, ' ')}`,
  );
  const there = foreseen.map(({ rule, isError }) => `${rule} (${isError ? 'error' : 'no error'})`);
  return [
    ...(ours.length === 0 ? ['Nothing, for the target of the analysis.'] : ours),
    '',
    `For just this kernel: ${there.length === 0 ? 'nothing' : there.join(', ')}.`,
  ].join('\n');
}

/** The function with its section; nothing of the rest of the file. */
function sourceOf(name: string | null, { text, file }: Analysis): string {
  const program = file.programs.find((each) => each.name === name);
  if (!program) return '';
  const { section, span } = program;
  const start = program.isSectionWritten ? Math.min(section.span.start, span.start) : span.start;
  return text.slice(start, span.end);
}

/** Addresses of kernel memory tell where its secrets are. */
export function maskAddresses(text: string): string {
  return text.replace(/(?:0x)?\bffff[0-9a-f]{12}\b|\b0xffff[0-9a-f]{12}\b/gi, '0xffff............');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}

/** A fence that the text cannot close. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
