/**
 * The findings of a verifier log in the editor: diagnostics of their own source with the trail as related places, and
 * hovers on their lines. They are of the text that was loaded, so a document that is edited loses its own.
 */
import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  Hover,
  languages,
  Location,
  MarkdownString,
  Uri,
  workspace,
  type Disposable,
  type Position,
  type Range,
  type TextDocument,
} from 'vscode';
import type { LogFinding, LogPlace } from '../../../protocol/verifier-log.js';
import { languages as ours } from '../client.js';

export class LogFindings implements Disposable {
  private readonly collection = languages.createDiagnosticCollection('ebpf-verifier');
  private readonly parts: Disposable[];
  private shown: readonly LogFinding[] = [];

  constructor() {
    this.parts = [
      this.collection,
      languages.registerHoverProvider(ours, { provideHover: (document, at) => this.hover(document, at) }),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.forget(document);
      }),
    ];
  }

  /** Replaces what was shown before; the result is the finding's place that is worth a look first. */
  async show(findings: readonly LogFinding[]): Promise<Location | null> {
    this.collection.clear();
    this.shown = findings;
    const byFile = new Map<string, Diagnostic[]>();
    let first: Location | null = null;
    for (const finding of findings.filter(({ verdict }) => verdict !== 'accepted')) {
      const at = await locate(finding);
      if (!at) continue;
      first ??= at;
      const uri = at.uri.toString();
      byFile.set(uri, [...(byFile.get(uri) ?? []), await diagnosticOf(finding, at.range)]);
    }
    for (const [uri, diagnostics] of byFile) this.collection.set(Uri.parse(uri), diagnostics);
    return first;
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
  }

  /** What a log said of a document is no longer told. */
  forget(document: TextDocument): void {
    const uri = document.uri.toString();
    if (!this.collection.has(document.uri)) return;
    this.collection.delete(document.uri);
    this.shown = this.shown.filter((finding) => finding.uri !== uri);
  }

  private hover(document: TextDocument, at: Position): Hover | null {
    const uri = document.uri.toString();
    const isHere = (place: LogPlace): boolean => place.uri === uri && place.line === at.line;
    const texts = this.shown.flatMap((finding) => [
      ...(isHere(finding) ? faultTexts(finding) : []),
      ...finding.trail.filter(isHere).map(({ what }) => `Verifier: ${what}.`),
    ]);
    return texts.length === 0 ? null : new Hover([...new Set(texts)].map(plain));
  }
}

/** What the diagnostic does not say. */
function faultTexts({ register, fix, notes }: LogFinding): readonly string[] {
  return [...(register === null ? [] : [`Verifier: ${register}.`]), ...(fix === null ? [] : [fix]), ...notes];
}

/** Text from a log is no markup, but for code in backticks, as our own words have it; `appendText` would keep its spaces from breaking a line. */
function plain(text: string): MarkdownString {
  return new MarkdownString(text.replace(/[\\*_{}[\]()#+.!<>|~&-]/g, '\\$&'));
}

async function diagnosticOf(finding: LogFinding, range: Range): Promise<Diagnostic> {
  const diagnostic = new Diagnostic(range, finding.message, DiagnosticSeverity.Error);
  diagnostic.source = 'ebpf-verifier';
  if (finding.id !== null)
    diagnostic.code =
      finding.page === null ? finding.id : { value: finding.id, target: Uri.parse(finding.page) };
  const related = await Promise.all(
    finding.trail.map(async (step) => {
      const at = await locate(step);
      return at ? [new DiagnosticRelatedInformation(at, step.what)] : [];
    }),
  );
  diagnostic.relatedInformation = related.flat();
  return diagnostic;
}

/** From the column, if it is known, to the end of the line; null where the line is not in a file at hand. */
async function locate({ uri, line, character }: LogPlace): Promise<Location | null> {
  if (uri === null || line === null) return null;
  const document = await workspace.openTextDocument(Uri.parse(uri));
  if (line >= document.lineCount) return null;
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  const start = Math.min(character ?? firstNonWhitespaceCharacterIndex, range.end.character);
  return new Location(document.uri, range.with(range.start.translate(0, start)));
}
