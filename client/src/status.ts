/** The language status item: whether the server works, the target kernel, and the configuration in force. */
import {
  languages as vscodeLanguages,
  LanguageStatusSeverity,
  Uri,
  window,
  workspace,
  type Command,
  type Disposable,
  type LanguageStatusItem,
  type TextDocument,
} from 'vscode';
import { languages, type ServerHandle, type ServerState } from './client.js';

/** The server's answer about one document. */
interface DocumentStatus {
  readonly isBpf: boolean;
  readonly programs: number;
  readonly kernel: string;
  readonly loader: string;
  /** What the loader was guessed from; null where it was not guessed. */
  readonly loaderFrom: string | null;
  readonly missingHeaders: readonly string[];
  readonly unjudged: number;
  /** The project file's address; null where the editor's settings are in force. */
  readonly configuration: string | null;
  readonly problems: number;
}

const showOutput: Command = { command: 'ebpfVerdict.showOutput', title: 'Show Output' };
const restart: Command = { command: 'ebpfVerdict.restart', title: 'Restart' };
const openSettings: Command = {
  command: 'workbench.action.openSettings',
  title: 'Settings',
  arguments: ['@ext:ebpf-verdict.ebpf-verdict'],
};

export function registerStatus(server: ServerHandle): Disposable[] {
  const item = vscodeLanguages.createLanguageStatusItem('ebpfVerdict.status', languages);
  item.name = 'eBPF Verdict';
  const update = (): void => void show(item, server);
  update();
  return [item, server.onChange(update), window.onDidChangeActiveTextEditor(update)];
}

async function show(item: LanguageStatusItem, server: ServerHandle): Promise<void> {
  const document = window.activeTextEditor?.document;
  const status = document && isOurs(document) ? await ask(server, document) : null;
  // Another editor may have come to the front meanwhile; its own update says the rest.
  if (window.activeTextEditor?.document !== document) return;
  item.busy = server.state === 'starting';
  if (status && server.state === 'running') showDocument(item, status);
  else showServer(item, server.state);
}

function isOurs(document: TextDocument): boolean {
  return vscodeLanguages.match(languages, document) > 0;
}

function ask(server: ServerHandle, document: TextDocument): Promise<DocumentStatus | null> {
  return server.ask<DocumentStatus>('ebpfVerdict/status', { uri: document.uri.toString() });
}

function showServer(item: LanguageStatusItem, state: ServerState): void {
  const isDown = state === 'failed' || state === 'stopped';
  item.text = `eBPF Verdict: ${state}`;
  item.detail = isDown ? 'see the output' : '';
  item.severity = isDown ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  item.command = isDown ? restart : showOutput;
}

function showDocument(item: LanguageStatusItem, status: DocumentStatus): void {
  const { isBpf, kernel, loader, configuration, problems } = status;
  item.text = isBpf ? `eBPF Verdict: kernel ${kernel}, ${loader}` : 'eBPF Verdict: not BPF C';
  const source =
    configuration === null ? 'settings of the editor' : workspace.asRelativePath(Uri.parse(configuration));
  const mistakes = problems > 0 ? ` (${problems} ${problems === 1 ? 'mistake' : 'mistakes'})` : '';
  item.detail = [...(isBpf ? found(status) : []), `${source}${mistakes}`].join(', ');
  item.severity = problems > 0 ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
  item.command = configuration === null ? openSettings : openFile(configuration);
}

/** What is known of the document, and what is not. */
function found({ programs, unjudged, missingHeaders, loaderFrom }: DocumentStatus): readonly string[] {
  return [
    count(programs, 'program') + (unjudged > 0 ? ` (${unjudged} not judged)` : ''),
    ...(missingHeaders.length > 0 ? [`${count(missingHeaders.length, 'header')} not found`] : []),
    ...(loaderFrom === null ? [] : [loaderFrom]),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function openFile(address: string): Command {
  return { command: 'vscode.open', title: 'Open Configuration', arguments: [Uri.parse(address)] };
}
