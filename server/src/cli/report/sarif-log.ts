/** The frame of a SARIF 2.1.0 log, which every command that writes one shares: the tool, the schema, URIs. */
import { isAbsolute } from 'node:path';
import type { Log, Result, Run, ToolComponent } from 'sarif';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';

/** A log of one run of ours; `more` is what the run holds besides. */
export function sarifLog(
  tool: Pick<ToolComponent, 'rules' | 'semanticVersion'>,
  results: Result[],
  more: Pick<Run, 'properties' | 'invocations'> = {},
): string {
  const driver = {
    name: 'eBPF Verdict',
    informationUri: 'https://github.com/ebpf-verdict/ebpf-verdict',
    ...tool,
  };
  const run: Run = { tool: { driver }, columnKind: 'utf16CodeUnits', results, ...more };
  const log: Log = { $schema: schema, version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/**
 * Absolute paths become file URIs, relative ones stay relative; both percent-encoded, the colon too, which
 * would make a scheme of what stands before it.
 */
export function uriOf(path: string): string {
  const parts = path.replace(/\p{Surrogate}/gu, '\uFFFD').split('/');
  const encoded = parts.map(encodeURIComponent).join('/');
  if (!isAbsolute(path)) return encoded.replace(/^(?:\.\/+)+/, '');
  return path.startsWith('/') ? `file://${encoded}` : `file:///${encoded.replace('%3A', ':')}`;
}
