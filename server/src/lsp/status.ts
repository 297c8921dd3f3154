/** What an editor may show about the server besides findings: the state of one document, and of everything. */
import type { KernelRange, Loader } from '../core/engine/settings.js';
import type { KernelSet } from '../core/kernel/versions.js';
import type { Documents, OpenDocument } from './documents.js';
import type { LspHost } from './host.js';

/** Requests and the notification that are ours alone; clients that do not know them lose nothing. */
export const statusRequest = 'ebpfVerdict/status';
export const debugRequest = 'ebpfVerdict/debugInformation';
export const statusChanged = 'ebpfVerdict/statusChanged';

export interface DocumentStatus {
  readonly isBpf: boolean;
  readonly programs: number;
  /** `7.3`, `5.15..6.12`: the target in force. */
  readonly kernel: string;
  readonly loader: Loader;
  /** What the loader was guessed from; null where it is written somewhere, or nothing shows it. */
  readonly loaderFrom: string | null;
  /** The paths, as written, of headers that were not found. */
  readonly missingHeaders: readonly string[];
  /** How many programs were not judged, or not to their end. */
  readonly unjudged: number;
  /** The project file in force; null where the editor's settings are. */
  readonly configuration: string | null;
  /** How many mistakes that file holds. */
  readonly problems: number;
}

export function statusOf({ analysis, engine, settings }: OpenDocument): DocumentStatus {
  const { kernel, loader } = settings.settings;
  return {
    isBpf: analysis.isBpf,
    programs: analysis.file.programs.length,
    kernel: writeKernel(kernel, engine.facts.kernels),
    loader,
    loaderFrom: settings.guess?.because ?? null,
    missingHeaders: analysis.isBpf ? analysis.missingHeaders : [],
    unjudged: analysis.file.unjudged.length,
    configuration: settings.project?.uri ?? null,
    problems: settings.project?.problems.length ?? 0,
  };
}

/** Markdown for an issue: versions, settings and the open documents, no source text. */
export async function debugInformation(documents: Documents, host: LspHost): Promise<string> {
  const { facts, rules } = await host.engine;
  const lines = [
    `- eBPF Verdict ${await host.version}, ${host.platform}`,
    `- measured kernels: ${facts.kernels.join(', ')}`,
    `- rules: ${rules.map((rule) => rule.id).join(', ')}`,
    '- open documents:',
  ];
  for (const document of await documents.all()) lines.push(`  - ${documentLine(document)}`);
  return lines.join('\n');
}

function documentLine(document: OpenDocument): string {
  const status = statusOf(document);
  const name = document.uri.slice(document.uri.lastIndexOf('/') + 1);
  const length = `${document.analysis.lines.length} lines, analysed in ${document.cost.toFixed(1)} ms`;
  if (!status.isBpf) return `${name}: not BPF C, ${length}`;
  const source = status.configuration === null ? "the editor's settings" : 'ebpf-verdict.jsonc';
  const found = `${status.programs} programs, ${document.analysis.findings.length} findings`;
  return `${name}: ${found}, ${length}; kernel ${status.kernel}, loader ${status.loader}, from ${source}`;
}

function writeKernel(range: KernelRange | null, measured: KernelSet): string {
  if (!range) return measured.at(-1) ?? '';
  return range.min === range.max ? range.min : `${range.min}..${range.max}`;
}
