/**
 * The view "Context Fields": one panel beside the editor, which follows the cursor from program to program. Asks
 * the server and hands the answer to its page; what it looks like is the page's business.
 */
import type { Disposable } from 'vscode';
import {
  languages as vscodeLanguages,
  Uri,
  ViewColumn,
  window,
  type TextEditor,
  type WebviewPanel,
} from 'vscode';
import type { ContextFields, ContextFieldsParams } from '../../../protocol/context-fields.js';
import { languages, type ServerHandle } from '../client.js';
import type { PageMessage, ShowTable } from './messages.js';
import { pageHtml } from './page.js';

const viewType = 'ebpfVerdict.contextFields';
/** A cursor that is still moving is not asked about. */
const pauseMs = 120;

export class ContextFieldsView implements Disposable {
  private panel: WebviewPanel | null = null;
  private readonly parts: Disposable[] = [];
  private timer: NodeJS.Timeout | undefined;
  private editor: TextEditor | undefined;
  private kernel: string | null = null;
  private shown = '';

  constructor(
    private readonly extension: Uri,
    private readonly server: ServerHandle,
  ) {}

  /** Opens the view beside the editor, or brings the open one to date; the editor keeps the focus. */
  async show(): Promise<void> {
    if (isOurs(window.activeTextEditor)) this.editor = window.activeTextEditor;
    if (this.panel) this.panel.reveal(undefined, true);
    else this.open();
    await this.update();
  }

  dispose(): void {
    this.panel?.dispose();
    this.close();
  }

  private open(): void {
    const dist = Uri.joinPath(this.extension, 'dist');
    const panel = window.createWebviewPanel(
      viewType,
      'Context Fields',
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [dist], enableFindWidget: true },
    );
    this.panel = panel;
    this.shown = '';
    this.parts.push(
      panel.onDidDispose(() => this.close()),
      panel.webview.onDidReceiveMessage((message: PageMessage) => void this.hear(message)),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      this.server.onChange(() => this.soon()),
    );
    panel.webview.html = pageHtml(panel.webview, dist);
  }

  private close(): void {
    this.panel = null;
    clearTimeout(this.timer);
    for (const part of this.parts.splice(0)) part.dispose();
  }

  private async hear({ kind, kernel }: PageMessage): Promise<void> {
    if (kind === 'ready') this.shown = '';
    this.kernel = kernel;
    await this.update();
  }

  private follow(editor: TextEditor | undefined): void {
    if (!isOurs(editor)) return;
    this.editor = editor;
    this.soon();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.update(), pauseMs);
  }

  private async update(): Promise<void> {
    const table = await this.ask();
    const message: ShowTable = { table, kernel: this.kernel };
    const content = JSON.stringify(message);
    if (!this.panel || content === this.shown) return;
    this.shown = content;
    this.panel.title = table?.struct ? `struct ${table.struct}` : 'Context Fields';
    await this.panel.webview.postMessage(message);
  }

  private async ask(): Promise<ContextFields | null> {
    if (!this.editor) return null;
    const { document, selection } = this.editor;
    const params: ContextFieldsParams = {
      uri: document.uri.toString(),
      position: selection.active,
      kernel: this.kernel,
    };
    return this.server.ask<ContextFields>('ebpfVerdict/contextFields', params);
  }
}

function isOurs(editor: TextEditor | undefined): editor is TextEditor {
  return editor !== undefined && vscodeLanguages.match(languages, editor.document) > 0;
}
