/** Symbols of one document and of all open ones, and hints behind sections, in the protocol's words. */
import {
  InlayHintKind,
  MarkupKind,
  SymbolKind,
  type DocumentSymbol,
  type InlayHint,
  type Range,
  type SymbolInformation,
} from 'vscode-languageserver';
import { inlayHints } from '../core/features/inlay-hints.js';
import { symbolsOf, type BpfSymbol } from '../core/features/symbols.js';
import type { ClientFeatures } from './capabilities.js';
import type { OpenDocument } from './documents.js';
import { toRange } from './translate.js';

const kinds: Readonly<Record<BpfSymbol['kind'], SymbolKind>> = {
  program: SymbolKind.Function,
  map: SymbolKind.Struct,
};

export function documentSymbols(
  document: OpenDocument,
  client: ClientFeatures,
): DocumentSymbol[] | SymbolInformation[] {
  const symbols = symbolsOf(document.analysis);
  if (!client.hierarchicalSymbols) return symbols.map((symbol) => toInformation(document, symbol));
  const { lines } = document.analysis;
  return symbols.map(({ kind, name, detail, span, nameSpan }) => ({
    name,
    detail,
    kind: kinds[kind],
    range: toRange(lines, span),
    selectionRange: toRange(lines, nameSpan),
  }));
}

/** Those of all open documents whose name has the query's letters in their order. */
export function workspaceSymbols(documents: readonly OpenDocument[], query: string): SymbolInformation[] {
  const letters = query.toLowerCase();
  return documents.flatMap((document) =>
    symbolsOf(document.analysis)
      .filter(({ name }) => isSubsequence(letters, name.toLowerCase()))
      .map((symbol) => toInformation(document, symbol)),
  );
}

function isSubsequence(letters: string, name: string): boolean {
  let at = 0;
  for (const letter of name) if (letter === letters[at]) at++;
  return at >= letters.length;
}

function toInformation({ uri, analysis }: OpenDocument, symbol: BpfSymbol): SymbolInformation {
  const range = toRange(analysis.lines, symbol.nameSpan);
  return {
    name: symbol.name,
    kind: kinds[symbol.kind],
    containerName: symbol.detail,
    location: { uri, range },
  };
}

export function inlayHintsIn(document: OpenDocument, range: Range, client: ClientFeatures): InlayHint[] {
  if (!document.settings.inlayHints) return [];
  const { analysis, engine, text } = document;
  const within = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return inlayHints(analysis, engine.facts, within).map(({ offset, label, tooltip }) => ({
    position: toRange(analysis.lines, { start: offset, end: offset }).start,
    label,
    kind: InlayHintKind.Type,
    paddingLeft: true,
    ...(client.markdownHover && { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
  }));
}
