/**
 * Diagnostics for clients that ask: the same report is not sent twice, and the client is told to ask again when
 * a header, or a file that includes one, made an answer out of date.
 */
import type {
  CancellationToken,
  Connection,
  Diagnostic,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  FullDocumentDiagnosticReport,
  RelatedFullDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { ClientFeatures } from './capabilities.js';
import { ClosedHeaders } from './closed-headers.js';
import type { Delivery } from './delivery.js';
import type { Documents, OpenDocument } from './documents.js';
import type { LspHost } from './host.js';
import { reportOn, reportsOnHeaders } from './reports.js';
import { detached } from './safely.js';
import { Schedule } from './schedule.js';

/** What a client was answered for a version of a document. */
interface Answer {
  readonly id: string;
  readonly version: number;
  readonly content: string;
  /** What it knows that it would be answered now. */
  expected: string;
}

interface Content {
  readonly items: readonly Diagnostic[];
  /** Of the document's headers, by address; only where the answer may carry them. */
  readonly headers: readonly (readonly [string, readonly Diagnostic[]])[];
}

/** Milliseconds that an answer may be out of date. */
const patience = 200;

export class Pull implements Delivery {
  private readonly schedule: Schedule;
  private readonly closedHeaders: ClosedHeaders;
  private readonly answers = new Map<string, Answer>();
  /** Headers that the client shows something on, told with the documents that include them. */
  private readonly toldHeaders = new Set<string>();
  private last = 0;

  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
    private readonly host: LspHost,
    private readonly client: ClientFeatures,
  ) {
    this.schedule = new Schedule(host);
    this.closedHeaders = new ClosedHeaders(connection, documents, client);
  }

  /** The client sees to the document itself; for the others that it is part of, their answers are checked. */
  changed(uri: string): void {
    if (this.documents.dependents(uri).length > 0) this.recheck();
  }

  closed(uri: string): void {
    this.answers.delete(uri);
    this.recheck();
  }

  refresh(): void {
    if (this.client.pullRefresh)
      detached(this.connection.console, 'refresh', this.connection.languages.diagnostics.refresh());
    this.recheck();
  }

  recheck(): void {
    this.schedule.put('', patience, () => {
      this.publishHeaders();
      if (this.client.pullRefresh && this.findOutdated())
        detached(this.connection.console, 'refresh', this.connection.languages.diagnostics.refresh());
    });
  }

  /** Lets the next keystroke, and the cancellation that comes with it, overtake the question. */
  async answer(
    { textDocument: { uri }, previousResultId }: DocumentDiagnosticParams,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    await new Promise<void>((resolve) => this.host.soon(resolve));
    const document = token.isCancellationRequested ? null : await this.documents.get(uri);
    if (!document) return { kind: 'full', items: [] };
    const content = this.contentOf(document);
    const text = JSON.stringify(content);
    const before = this.answers.get(uri);
    const id = before?.content === text ? before.id : String(++this.last);
    this.answers.set(uri, { id, version: document.version, content: text, expected: text });
    this.publishHeaders();
    if (id !== before?.id && this.documents.ready.length > 1) this.recheck();
    const emptied = this.emptiedHeaders(content);
    if (id === previousResultId && emptied.length === 0) return { kind: 'unchanged', resultId: id };
    const related = [...content.headers, ...emptied.map((header) => [header, []] as const)];
    return { kind: 'full', resultId: id, items: [...content.items], ...relatedDocuments(related) };
  }

  private contentOf(document: OpenDocument): Content {
    const items = reportOn(document, this.documents, this.client);
    if (!this.client.relatedDocuments) return { items, headers: [] };
    return {
      items,
      headers: [...reportsOnHeaders(this.documents, this.client, (path) => document.reads(path))],
    };
  }

  /** Headers that the client still shows something on, though nothing is found in them any more. */
  private emptiedHeaders({ headers }: Content): readonly string[] {
    if (!this.client.relatedDocuments) return [];
    const reports = reportsOnHeaders(this.documents, this.client);
    const emptied = [...this.toldHeaders].filter((header) => !reports.has(header));
    emptied.forEach((header) => this.toldHeaders.delete(header));
    headers.forEach(([header]) => this.toldHeaders.add(header));
    return emptied;
  }

  private publishHeaders(): void {
    if (!this.client.relatedDocuments)
      detached(this.connection.console, 'headers', this.closedHeaders.update());
  }

  /** Whether an answer is out of date of which the client cannot know. */
  private findOutdated(): boolean {
    let isAny = false;
    for (const document of this.documents.ready) {
      const answer = this.answers.get(document.uri);
      if (answer?.version !== document.version) continue;
      const text = JSON.stringify(this.contentOf(document));
      isAny ||= text !== answer.expected;
      answer.expected = text;
    }
    return isAny;
  }
}

function relatedDocuments(
  headers: Content['headers'],
): Pick<RelatedFullDocumentDiagnosticReport, 'relatedDocuments'> {
  const reports = headers.map(([uri, items]) => {
    const report: FullDocumentDiagnosticReport = { kind: 'full', items: [...items] };
    return [uri, report] as const;
  });
  return reports.length === 0 ? {} : { relatedDocuments: Object.fromEntries(reports) };
}
