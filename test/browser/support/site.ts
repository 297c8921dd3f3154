/**
 * A web site on this machine that serves the extension's files as vscode.dev would, and forbids everything else: the
 * worker may compile wasm, and may load nothing.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

/** The page that starts the worker; what the worker says goes to a function that the test exposes. */
const page = '<!DOCTYPE html><title>worker</title>';

const policies: Readonly<Record<string, string>> = {
  '/': "default-src 'none'; worker-src 'self'; connect-src 'self'",
  '/dist/web/server.js': "default-src 'none'; script-src 'wasm-unsafe-eval'",
};

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  wasm: 'application/wasm',
};

/** What the worker's page may ask for. */
const served: ReadonlySet<string> = new Set([
  '/dist/web/server.js',
  '/dist/web/tables.json',
  '/grammars/tree-sitter-c.wasm',
  '/grammars/web-tree-sitter.wasm',
]);

export interface Site {
  readonly address: string;
  /** Paths that were asked for, sorted. */
  readonly asked: () => readonly string[];
  close(): void;
}

export async function openSite(): Promise<Site> {
  const asked: string[] = [];
  const server = createServer(({ url = '/' }, response) => {
    asked.push(url);
    void answer(url, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A test that fails before it closes the site must not keep the process alive.
  server.unref();
  return {
    address: `http://127.0.0.1:${portOf(server)}/`,
    asked: () => [...asked].sort(),
    close: () => server.close().closeAllConnections(),
  };
}

async function answer(url: string, response: ServerResponse): Promise<void> {
  const isFile = served.has(url);
  const content = isFile ? await readFile(resolve(url.slice(1))) : page;
  const type = isFile ? (types[url.slice(url.lastIndexOf('.') + 1)] ?? '') : 'text/html';
  response.writeHead(isFile || url === '/' ? 200 : 404, {
    'content-type': type,
    'content-security-policy': policies[url] ?? "default-src 'none'",
  });
  response.end(content);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
