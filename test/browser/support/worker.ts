/** The browser's server in a worker of a page, spoken to from here: messages go through the page, nothing else does. */
import type { Page } from 'playwright-core';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createProtocolConnection,
  Emitter,
  type DataCallback,
  type Disposable,
  type Message,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { browser } from './browser.js';
import { openSite, type Site } from './site.js';

export interface OpenWorker {
  readonly connection: ProtocolConnection;
  readonly site: Site;
  /** What the browser's console said, errors that nobody caught included. */
  readonly said: readonly string[];
  close(): Promise<void>;
}

/** Starts the worker as client/src/worker.ts does: the first message brings what it needs. */
export async function openWorker(): Promise<OpenWorker> {
  const site = await openSite();
  const page = await (await browser()).newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  const reader = new PageReader();
  await page.exposeFunction('fromWorker', (message: Message) => reader.receive(message));
  await page.goto(site.address);
  await page.evaluate(startWorker);
  const connection = createProtocolConnection(reader, new PageWriter(page));
  connection.listen();
  return {
    connection,
    site,
    said,
    close: async () => {
      await page.close();
      site.close();
    },
  };
}

/** Runs in the page, so it is one text with no names from outside; playwright takes it as such. */
const startWorker = `(async () => {
  const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
  const luggage = {
    runtime: await bytes('grammars/web-tree-sitter.wasm'),
    grammar: await bytes('grammars/tree-sitter-c.wasm'),
    tables: await (await fetch('dist/web/tables.json')).json(),
    version: '1.2.3',
  };
  const worker = new Worker('dist/web/server.js');
  worker.onerror = (event) => console.error(event.message);
  worker.onmessage = ({ data }) => fromWorker(data);
  worker.postMessage(luggage);
  globalThis.toWorker = (message) => worker.postMessage(message);
})()`;

class PageReader extends AbstractMessageReader {
  private readonly received = new Emitter<Message>();

  listen(callback: DataCallback): Disposable {
    return this.received.event(callback);
  }

  receive(message: Message): void {
    this.received.fire(message);
  }
}

class PageWriter extends AbstractMessageWriter {
  constructor(private readonly page: Page) {
    super();
  }

  async write(message: Message): Promise<void> {
    await this.page.evaluate(`toWorker(${JSON.stringify(message)})`);
  }

  end(): void {
    // The page is closed by who opened it.
  }
}
