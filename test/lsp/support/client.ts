/**
 * A language client for tests: talks to the bundled server as an editor would, and remembers what it
 * publishes. Knows the protocol, nothing of the server's sources.
 */
import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import type {
  ClientCapabilities,
  CodeAction,
  Diagnostic,
  Hover,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsParams,
  Range,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { limitMs, spawnServer } from './process.js';
import { Waiting } from './waiting.js';

/** A diagnostic's message, which the protocol lets be markup and this server leaves plain. */
export function messageOf({ message }: Diagnostic): string {
  assert.ok(typeof message === 'string');
  return message;
}

/** What an editor of today says it can do; without `diagnostic` it gets its diagnostics pushed. */
export const modernClient: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      versionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source'] } } },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

export interface StartOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** The folder that is open, by its address. */
  readonly folder?: string;
  /** Answers `workspace/configuration` for a document. */
  readonly settings?: (uri: string) => unknown;
}

export class TestClient {
  readonly published: PublishDiagnosticsParams[] = [];
  readonly log: string[] = [];
  readonly messages: string[] = [];
  /** Methods that the server asked to be told of. */
  readonly registered: string[] = [];
  refreshes = 0;
  private opened = 0;
  private readonly documents = new Map<string, TextDocument>();
  private readonly waiting = new Waiting();

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams | null,
    readonly connection: ProtocolConnection,
    readonly result: InitializeResult,
  ) {}

  static async start(options: StartOptions = {}): Promise<TestClient> {
    const { connection, child } = spawnServer();
    return TestClient.over(connection, options, child);
  }

  /** The same with a server that somebody else started, or opened a way to, which is listened to already. */
  static async over(
    connection: ProtocolConnection,
    options: StartOptions = {},
    child: ChildProcessWithoutNullStreams | null = null,
  ): Promise<TestClient> {
    const result = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: options.folder === undefined ? null : [{ uri: options.folder, name: 'project' }],
      capabilities: options.capabilities ?? modernClient,
      initializationOptions: options.initializationOptions,
    });
    const client = new TestClient(child, connection, result);
    client.listen(options);
    await connection.sendNotification('initialized', {});
    return client;
  }

  /** The server's process, where it has one of its own. */
  get process(): ChildProcessWithoutNullStreams {
    assert.ok(this.child);
    return this.child;
  }

  private listen({ settings }: StartOptions): void {
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      this.wake();
    });
    connection.onNotification(
      'window/logMessage',
      ({ message }: { message: string }) => void this.log.push(message),
    );
    connection.onNotification(
      'window/showMessage',
      ({ message }: { message: string }) => void this.messages.push(message),
    );
    connection.onRequest('client/registerCapability', (params: { registrations: { method: string }[] }) => {
      this.registered.push(...params.registrations.map((each) => each.method));
      this.wake();
      return null;
    });
    connection.onRequest('workspace/configuration', (params: { items: { scopeUri?: string }[] }) =>
      params.items.map((item) => settings?.(item.scopeUri ?? '') ?? null),
    );
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      this.wake();
      return null;
    });
  }

  /** Opens a document, by default a fresh one, and returns its address. */
  open(text: string, uri = `file:///project/${++this.opened}.bpf.c`, languageId = 'c'): string {
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    void this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Replaces the first occurrence of a piece of text, as one keystroke; returns the new version. */
  replace(uri: string, from: string, to: string): number {
    const document = this.document(uri);
    const start = document.getText().indexOf(from);
    assert.ok(start >= 0, `the document lacks ${from}`);
    const range = { start: document.positionAt(start), end: document.positionAt(start + from.length) };
    return this.change(uri, [{ range, text: to }]);
  }

  change(uri: string, contentChanges: TextDocumentContentChangeEvent[]): number {
    const document = this.document(uri);
    const version = document.version + 1;
    TextDocument.update(document, contentChanges, version);
    void this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
    return version;
  }

  close(uri: string): void {
    void this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    assert.ok(document, `${uri} is not open`);
    return document;
  }

  /** The text that a range covers in the document as it is now. */
  textAt(uri: string, range: Range): string {
    return this.document(uri).getText(range);
  }

  /** The range of a piece of text that stands in the document. */
  rangeOf(uri: string, part: string): Range {
    const document = this.document(uri);
    const start = document.getText().indexOf(part);
    assert.ok(start >= 0, `the document lacks ${part}`);
    return { start: document.positionAt(start), end: document.positionAt(start + part.length) };
  }

  /** The diagnostics published for a version of a document, or whatever is published next when none is named. */
  async diagnostics(uri: string, version = this.document(uri).version): Promise<Diagnostic[]> {
    const report = await this.until(`diagnostics of version ${version}`, () =>
      this.published.findLast((each) => each.uri === uri && each.version === version),
    );
    return report.diagnostics;
  }

  hover(uri: string, part: string): Promise<Hover | null> {
    const position = this.rangeOf(uri, part).start;
    return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  }

  codeActions(uri: string, range: Range, only?: string[]): Promise<CodeAction[]> {
    const context = { diagnostics: [], ...(only && { only }) };
    return this.connection.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context });
  }

  /** Waits until something holds, looking again after every message that matters. */
  until<T>(what: string, look: () => T | undefined): Promise<T> {
    return this.waiting.until(
      limitMs,
      look,
      () => `${what}: not within ${limitMs} ms; log: ${this.log.join('\n')}`,
    );
  }

  /** A request that every message sent so far is answered before. */
  async settle(): Promise<void> {
    await this.connection.sendRequest('ebpfVerdict/debugInformation', {});
  }

  /** Ends the session by the book; returns the exit code. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest('shutdown');
    const exit = once(this.process, 'exit');
    await this.connection.sendNotification('exit');
    const [code] = (await exit) as [number | null];
    this.connection.dispose();
    return code;
  }

  private wake(): void {
    this.waiting.wake();
  }
}
