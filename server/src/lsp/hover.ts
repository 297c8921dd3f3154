/** Hover, as core words it, with what kernels said of the line, where the settings allow it. */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver';
import { hover } from '../core/features/hover.js';
import type { ClientFeatures } from './capabilities.js';
import type { Documents, OpenDocument } from './documents.js';
import { kernelHover } from './kernel-diagnostics.js';
import { kernelFindingsIn } from './reports.js';
import { toRange } from './translate.js';

export function hoverAt(
  document: OpenDocument,
  position: Position,
  client: ClientFeatures,
  documents: Documents,
): Hover | null {
  const { analysis, engine, settings } = document;
  if (!settings.hover || !analysis.isBpf) return null;
  const offset = document.text.offsetAt(position);
  const found = hover(analysis, engine.facts, offset);
  const said = kernelHover(kernelFindingsIn(document, documents), analysis, offset);
  const texts = [found?.markdown, said].filter((text) => typeof text === 'string');
  if (texts.length === 0) return null;
  const kind = client.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText;
  return {
    contents: { kind, value: texts.join('\n\n---\n\n') },
    ...(found && { range: toRange(analysis.lines, found.span) }),
  };
}
