/**
 * The open documents, each with its session in the engine. A document's analysis is made when it is first
 * asked for and kept until its text, a header or the settings change; diagnostics, hover and fixes read that one.
 */
import type { RemoteConsole } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Analysis, Notice } from '../core/engine/analysis.js';
import type { Engine, Session } from '../core/engine/engine.js';
import type { IncludeReader } from '../core/engine/headers.js';
import { withLoader, type LoaderGuess, type Settings } from '../core/engine/settings.js';
import { missingHeadersText } from '../core/features/missing-headers.js';
import { standInNotice } from '../core/kernel/stand-in.js';
import type { Configuration, DocumentConfiguration } from './configuration.js';
import type { DocumentHeaders, LspHost } from './host.js';
import { KernelVerdicts } from './kernel-verdicts.js';
import { describe } from './safely.js';
import type { Workspace } from './workspace.js';

/** What is in force for a document. */
export interface DocumentSettings extends Omit<DocumentConfiguration, 'settings'> {
  readonly settings: Settings;
  /** Why this loader, where nobody wrote one; null also where nothing shows it. */
  readonly guess: LoaderGuess | null;
}

interface Made {
  readonly version: number;
  /** The state of all headers that it was made in. */
  readonly headers: number;
  readonly analysis: Analysis;
}

/** A document that is open and whose settings are known. */
export class OpenDocument {
  private costs: readonly [number, number] = [0, 0];
  private made: Made | null = null;
  private readonly noticed = new Set<string>();

  constructor(
    readonly text: TextDocument,
    /** The path that spans in other documents' analyses name it by. */
    readonly path: string,
    readonly engine: Engine,
    readonly session: Session,
    readonly settings: DocumentSettings,
    private readonly log: RemoteConsole,
    private readonly clock: { readonly now: () => number; readonly headers: () => number },
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

  /** The analysis of the text and its headers as they are now. */
  get analysis(): Analysis {
    const headers = this.clock.headers();
    if (this.made?.version === this.version && this.made.headers === headers) return this.made.analysis;
    const start = this.clock.now();
    const analysis = this.session.analyse(this.text.getText(), this.settings.settings);
    if (analysis !== this.made?.analysis) this.costs = [this.costs[1], this.clock.now() - start];
    // While one types an include, it names headers that nobody means.
    if (this.made?.headers !== headers) this.sayWhatIsMissing(analysis);
    this.made = { version: this.version, headers, analysis };
    for (const notice of analysis.notices) this.sayOnce(notice);
    const standIn = standInNotice(this.engine.facts.kernels, this.settings.settings.kernel);
    if (standIn !== null && analysis.isBpf) this.sayOnce({ kind: 'limit', message: standIn });
    return analysis;
  }

  /** The same for a document that was looked at before; null for one whose turn is still to come. */
  get known(): Analysis | null {
    return this.made && this.analysis;
  }

  /** Whether the last analysis read a file as a header. */
  reads(path: string): boolean {
    return this.made?.analysis.headers.some((header) => header.path === path) ?? false;
  }

  private sayWhatIsMissing({ isBpf, missingHeaders }: Analysis): void {
    if (isBpf && missingHeaders.length > 0)
      this.sayOnce({ kind: 'limit', message: missingHeadersText(missingHeaders) });
  }

  private sayOnce({ kind, message }: Notice): void {
    if (!this.noticed.has(message))
      this.log[kind === 'failure' ? 'error' : 'warn'](`${this.uri}: ${message}`);
    this.noticed.add(message);
  }
}

/** What is kept of a document from its opening to its closing. */
interface Entry {
  readonly text: TextDocument;
  /** Made with the first settings, kept when they change; reads headers by `reader`, which does not stay. */
  session: Session | null;
  path: string | null;
  reader: IncludeReader | null;
  closed: boolean;
  document: Promise<OpenDocument | null>;
  ready: OpenDocument | null;
}

export class Documents {
  readonly verdicts = new KernelVerdicts();
  private readonly entries = new Map<string, Entry>();
  private readonly byPath = new Map<string, Entry>();
  /** Grows whenever an analysis may be out of date though its own text is not. */
  private headers = 0;

  constructor(
    private readonly host: LspHost,
    private readonly configuration: Configuration,
    private readonly workspace: Workspace,
    private readonly log: RemoteConsole,
  ) {}

  open(text: TextDocument): void {
    this.close(text.uri);
    const entry: Entry = {
      text,
      session: null,
      path: null,
      reader: null,
      closed: false,
      document: Promise.resolve(null),
      ready: null,
    };
    entry.document = this.load(entry);
    this.entries.set(text.uri, entry);
  }

  close(uri: string): void {
    const entry = this.entries.get(uri);
    if (!entry) return;
    entry.closed = true;
    entry.session?.dispose();
    this.entries.delete(uri);
    if (entry.path !== null) this.byPath.delete(entry.path);
    this.headersChanged();
  }

  /** Files on disk, or which texts go before them, may have changed. */
  headersChanged(): void {
    this.host.headers?.changed();
    this.headers++;
  }

  /** Takes notice that a text changed; returns the addresses of the open documents that include it. */
  edited(uri: string): readonly string[] {
    const dependents = this.dependents(uri);
    if (dependents.length > 0) this.headers++;
    return dependents;
  }

  /** The addresses of the open documents that include a document. */
  dependents(uri: string): readonly string[] {
    const path = this.entries.get(uri)?.path ?? null;
    if (path === null) return [];
    return this.ready.filter((each) => each.uri !== uri && each.reads(path)).map((each) => each.uri);
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

  /** Those whose settings are known by now. */
  get ready(): readonly OpenDocument[] {
    return [...this.entries.values()].flatMap(({ ready }) => ready ?? []);
  }

  /** The open document that spans name by a path. */
  at(path: string): OpenDocument | null {
    return this.byPath.get(path)?.ready ?? null;
  }

  /** Reads every document's settings anew; whoever asks for a document from now on waits for them. */
  reconfigure(): void {
    this.headersChanged();
    for (const entry of this.entries.values()) entry.document = this.load(entry);
  }

  /** An engine that cannot be made is reported once, where it is made; here it means that no document works. */
  private async load(entry: Entry): Promise<OpenDocument | null> {
    const { uri } = entry.text;
    try {
      const engine = await this.host.engine;
      const ruleIds = engine.rules.map((rule) => rule.id);
      const written = await this.configuration.read(uri, ruleIds);
      if (entry.closed) return null;
      const { path, guessLoader } = this.findHeaders(entry, written.includePaths);
      const guess = written.settings.loader === null ? guessLoader() : null;
      const settings = { ...written, guess, settings: withLoader(written.settings, guess) };
      const read: IncludeReader['read'] = (include, from) => entry.reader?.read(include, from) ?? null;
      const defines = (): readonly string[] => entry.reader?.defines?.() ?? [];
      entry.session ??= engine.open(path, { read, defines });
      const clock = { now: this.host.now, headers: () => this.headers };
      entry.ready = new OpenDocument(entry.text, path, engine, entry.session, settings, this.log, clock);
      return entry.ready;
    } catch (error) {
      this.log.error(`${uri}: ${describe(error)}`);
      return null;
    }
  }

  /** Readies an entry's headers; from now on others read its text at the path that it goes by. */
  private findHeaders(
    entry: Entry,
    includePaths: readonly string[],
  ): Pick<DocumentHeaders, 'path' | 'guessLoader'> {
    const { uri } = entry.text;
    const found = this.host.headers?.of({
      uri,
      folders: this.workspace.folders,
      includePaths,
      edited: (header) => this.byPath.get(header)?.text.getText() ?? null,
    });
    entry.reader = found?.reader ?? null;
    entry.path ??= found?.path ?? URI.parse(uri).path;
    this.byPath.set(entry.path, entry);
    this.headersChanged();
    return { path: entry.path, guessLoader: found?.guessLoader ?? (() => null) };
  }
}
