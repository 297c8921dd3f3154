/** A project on disk that a test's client has open: real files, and their addresses. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ClientCapabilities, Diagnostic } from 'vscode-languageserver/node';
import { modernClient, TestClient } from './client.js';

/** A new socket's port may not be read. */
export const port = `static inline int port(struct bpf_sock *ctx)
{
	return ctx->src_port;
}
`;

/** A program that calls what port.h holds. */
export const caller = (include = '"port.h"'): string => `#include ${include}

SEC("cgroup/sock_create")
int f(struct bpf_sock *ctx)
{
	return port(ctx);
}
`;

export interface ProjectOptions {
  readonly capabilities?: ClientCapabilities;
  readonly settings?: (uri: string) => unknown;
}

export class Project {
  private constructor(
    readonly root: string,
    readonly client: TestClient,
  ) {}

  /** Lays out files by their relative path, and starts a server that has their folder open. */
  static async start(
    t: TestContext,
    files: Readonly<Record<string, string>>,
    { capabilities = modernClient, ...options }: ProjectOptions = {},
  ): Promise<Project> {
    const root = mkdtempSync(join(tmpdir(), 'verdict-headers-'));
    const folder = pathToFileURL(root).href;
    const project = new Project(root, await TestClient.start({ capabilities, folder, ...options }));
    for (const [path, content] of Object.entries(files)) project.write(path, content);
    t.after(async () => {
      const { exitCode, signalCode } = project.client.process;
      if (exitCode === null && signalCode === null) await project.client.stop();
      rmSync(root, { recursive: true, force: true });
    });
    return project;
  }

  uri(path: string): string {
    return pathToFileURL(join(this.root, path)).href;
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  /** Writes a file and says so, as a watching client does. */
  async change(path: string, content: string): Promise<void> {
    this.write(path, content);
    const changes = [{ uri: this.uri(path), type: 2 }];
    await this.client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  /** What is published for a file once it is as many diagnostics as expected, each at the given line from 0. */
  async shows(path: string, lines: readonly number[]): Promise<readonly Diagnostic[]> {
    const uri = this.uri(path);
    return this.client.until(`diagnostics in the lines [${lines.join()}] of ${path}`, () => {
      const report = this.client.published.findLast((each) => each.uri === uri);
      const found = report?.diagnostics.map(({ range }) => range.start.line);
      return String(found) === String(lines) ? report?.diagnostics : undefined;
    });
  }
}
