/** Hover, as core words it, where the settings allow it. */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver';
import { hover } from '../core/features/hover.js';
import type { ClientFeatures } from './capabilities.js';
import type { OpenDocument } from './documents.js';
import { toRange } from './translate.js';

export function hoverAt(document: OpenDocument, position: Position, client: ClientFeatures): Hover | null {
  const { analysis, engine, settings } = document;
  if (!settings.hover || !analysis.isBpf) return null;
  const found = hover(analysis, engine.facts, document.text.offsetAt(position));
  if (!found) return null;
  const kind = client.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText;
  return { contents: { kind, value: found.markdown }, range: toRange(analysis.lines, found.span) };
}
