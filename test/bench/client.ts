/**
 * A language client that does nothing but wait: the time between a message and the diagnostics that answer it is
 * the server's. Keeps no documents and no history, unlike the client of the tests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type PublishDiagnosticsParams,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';

/** The one document that is open. */
const uri = 'file:///project/bench.bpf.c';

export interface Client {
  /** Opens the document; resolves with the number of its diagnostics. */
  open(text: string): Promise<number>;
  /** Changes it; resolves when the diagnostics of the new text are there. */
  change(changes: TextDocumentContentChangeEvent[]): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the built server and greets it. */
export async function startClient(): Promise<Client> {
  const child = spawn(process.execPath, [resolve('dist', 'server.cjs'), '--stdio']);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let heard: (report: PublishDiagnosticsParams) => void = () => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (report: PublishDiagnosticsParams) => {
    heard(report);
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
  });
  await connection.sendNotification('initialized', {});
  let version = 0;
  const answer = (): Promise<number> => {
    const awaited = ++version;
    return new Promise((done) => {
      heard = (report) => {
        if (report.version === awaited) done(report.diagnostics.length);
      };
    });
  };
  return {
    open(text) {
      const diagnostics = answer();
      const textDocument = { uri, languageId: 'c', version, text };
      void connection.sendNotification('textDocument/didOpen', { textDocument });
      return diagnostics;
    },
    change(contentChanges) {
      const diagnostics = answer();
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges,
      });
      return diagnostics;
    },
    async stop() {
      const exit = once(child, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await exit;
      connection.dispose();
    },
  };
}
