/**
 * The open documents, each with its session in the engine. A document's analysis is made when it is first
 * asked for and kept until text or settings change; diagnostics, hover and fixes all read that one.
 */
import type { RemoteConsole } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Analysis, Notice } from '../core/engine/analysis.js';
import type { Engine, Session } from '../core/engine/engine.js';
import type { Configuration, DocumentSettings } from './configuration.js';
import type { LspHost } from './host.js';
import { describe } from './safely.js';

/** A document that is open and whose settings are known. */
export class OpenDocument {
  private costs: readonly [number, number] = [0, 0];
  private made: { readonly version: number; readonly analysis: Analysis } | null = null;
  private readonly noticed = new Set<string>();

  constructor(
    readonly text: TextDocument,
    readonly engine: Engine,
    readonly session: Session,
    readonly settings: DocumentSettings,
    private readonly log: RemoteConsole,
    private readonly now: () => number,
  ) {}

  get uri(): string {
    return this.text.uri;
  }

  get version(): number {
    return this.text.version;
  }

  /** Milliseconds that an analysis takes: the lesser of the last two, so that one interruption does not count. */
  get cost(): number {
    return Math.min(...this.costs);
  }

  /** The analysis of the text as it is now. */
  get analysis(): Analysis {
    if (this.made?.version === this.version) return this.made.analysis;
    const start = this.now();
    const analysis = this.session.analyse(this.text.getText(), this.settings.settings);
    this.costs = [this.costs[1], this.now() - start];
    this.made = { version: this.version, analysis };
    for (const notice of analysis.notices) this.sayOnce(notice);
    return analysis;
  }

  private sayOnce({ kind, message }: Notice): void {
    if (!this.noticed.has(message)) this.log[kind === 'failure' ? 'error' : 'warn'](`${this.uri}: ${message}`);
    this.noticed.add(message);
  }
}

/** What is kept of a document from its opening to its closing. */
interface Entry {
  readonly text: TextDocument;
  /** Made with the first settings, kept when they change. */
  session: Session | null;
  closed: boolean;
  document: Promise<OpenDocument | null>;
}

export class Documents {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly host: LspHost,
    private readonly configuration: Configuration,
    private readonly log: RemoteConsole,
  ) {}

  open(text: TextDocument): void {
    this.close(text.uri);
    const entry: Entry = { text, session: null, closed: false, document: Promise.resolve(null) };
    entry.document = this.load(entry);
    this.entries.set(text.uri, entry);
  }

  close(uri: string): void {
    const entry = this.entries.get(uri);
    if (!entry) return;
    entry.closed = true;
    entry.session?.dispose();
    this.entries.delete(uri);
  }

  /** The document once its settings are known; null when it is not open, was closed meanwhile, or nothing works. */
  async get(uri: string): Promise<OpenDocument | null> {
    const entry = this.entries.get(uri);
    const document = (await entry?.document) ?? null;
    return entry?.closed ? null : document;
  }

  get uris(): readonly string[] {
    return [...this.entries.keys()];
  }

  async all(): Promise<readonly OpenDocument[]> {
    const documents = await Promise.all(this.uris.map((uri) => this.get(uri)));
    return documents.filter((document) => document !== null);
  }

  /** Reads every document's settings anew; whoever asks for a document from now on waits for them. */
  reconfigure(): void {
    for (const entry of this.entries.values()) entry.document = this.load(entry);
  }

  /** An engine that cannot be made is reported once, where it is made; here it means that no document works. */
  private async load(entry: Entry): Promise<OpenDocument | null> {
    try {
      const engine = await this.host.engine;
      const ruleIds = engine.rules.map((rule) => rule.id);
      const settings = await this.configuration.read(entry.text.uri, ruleIds);
      if (entry.closed) return null;
      entry.session ??= engine.open(URI.parse(entry.text.uri).path);
      return new OpenDocument(entry.text, engine, entry.session, settings, this.log, this.host.now);
    } catch (error) {
      this.log.error(`${entry.text.uri}: ${describe(error)}`);
      return null;
    }
  }
}
