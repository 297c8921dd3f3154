/** The whole log of a verdict as a read-only document, whose instructions link to their lines of source. */
import {
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
} from 'vscode';
import type { VerdictParams, VerifierLog } from '../../../protocol/verify.js';
import type { ServerHandle } from '../client.js';
import { pickVerdict } from './pick.js';

const scheme = 'ebpf-verifier-log';

export class VerifierLogs implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly parts: readonly Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(private readonly server: ServerHandle) {
    this.parts = [
      this.changed,
      workspace.registerTextDocumentContentProvider(scheme, this),
      languages.registerDocumentLinkProvider(
        { scheme },
        { provideDocumentLinks: ({ uri }) => this.links(uri) },
      ),
    ];
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
  }

  /** `about` comes from a lens; without it the user picks. */
  async show(about: unknown): Promise<void> {
    const verdict = await pickVerdict(about, 'ebpfVerdict.showVerifierLog', 'Show the log of a verdict');
    if (!verdict) return;
    const uri = addressOf(verdict);
    this.changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    return (await this.ask(uri))?.text ?? gone;
  }

  private async links(uri: Uri): Promise<DocumentLink[]> {
    const log = await this.ask(uri);
    return (log?.links ?? []).map(({ line, length, uri: source, sourceLine }) => {
      const target = Uri.parse(source).with({ fragment: `L${sourceLine + 1}` });
      return new DocumentLink(new Range(line, 0, line, length), target);
    });
  }

  private ask(uri: Uri): Promise<VerifierLog | null> {
    return this.server.ask('ebpfVerdict/verifierLog', JSON.parse(uri.query) as VerdictParams);
  }
}

const gone = 'The program was edited since, so that this verdict is no longer of it. Verify it again.\n';

function addressOf(verdict: VerdictParams): Uri {
  const path = `/${verdict.program} on ${verdict.release}.log`;
  return Uri.from({ scheme, path, query: JSON.stringify(verdict) });
}
