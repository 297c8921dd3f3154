/** The bundled server as a process of its own, over stdio; none outlives its test file. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { resolve } from 'node:path';
import { after } from 'node:test';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node';

/** Another build of the server may be tested in place of the one in dist/. */
export const serverPath = resolve(process.env['EBPF_VERDICT_SERVER'] ?? 'dist/server.cjs');

/** How long an answer may take. */
export const limitMs = 10_000;

/**
 * A test that fails before it stops its server must not keep the test file's process alive; servers that are
 * stopped by the book, in hooks that run after this one, are gone by then.
 */
const running = new Set<ChildProcessWithoutNullStreams>();
after(() => {
  setTimeout(() => running.forEach((child) => child.kill()), limitMs).unref();
});

/** A server that nobody has said a word to yet, and the line to it. */
export function spawnServer(): {
  readonly child: ChildProcessWithoutNullStreams;
  readonly connection: ProtocolConnection;
} {
  const child = spawn(process.execPath, [serverPath, '--stdio']);
  running.add(child.once('exit', () => running.delete(child)));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  return { child, connection };
}
