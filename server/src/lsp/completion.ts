/** Completions, as core chooses and orders them, in the protocol's words. */
import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionItemLabelDetails,
  type Position,
} from 'vscode-languageserver';
import { complete } from '../core/features/completion.js';
import type { Completion } from '../core/features/completion-entry.js';
import type { ClientFeatures } from './capabilities.js';
import type { OpenDocument } from './documents.js';
import { toRange } from './translate.js';

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  section: CompletionItemKind.Value,
  field: CompletionItemKind.Field,
  helper: CompletionItemKind.Function,
  rule: CompletionItemKind.EnumMember,
  directive: CompletionItemKind.Keyword,
};

export function completionsAt(
  document: OpenDocument,
  position: Position,
  client: ClientFeatures,
): CompletionItem[] {
  if (!document.settings.completion) return [];
  const { analysis, engine } = document;
  const found = complete(analysis, engine.facts, document.text.offsetAt(position));
  return found.map((each, at) => toItem(each, at, analysis.lines, client));
}

/** The order is core's, where the client does not know better by what is typed. */
function toItem(
  each: Completion,
  at: number,
  lines: readonly number[],
  client: ClientFeatures,
): CompletionItem {
  const { kind, label, filter, detail, documentation, isRefused, span } = each;
  const strikes = isRefused && client.deprecatedCompletions;
  return {
    label,
    kind: kinds[kind],
    detail,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    sortText: `${isRefused ? '~' : ''}${String(at).padStart(4, '0')}`,
    filterText: filter ?? label,
    textEdit: { range: toRange(lines, span), newText: insertedText(each, client) },
    insertTextFormat: hasSnippet(each, client) ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...detailsOf(each, client),
    ...(strikes && { tags: [CompletionItemTag.Deprecated] }),
    ...(kind === 'field' && { commitCharacters: [';', ')', '['] }),
  };
}

function hasSnippet({ snippet }: Completion, { snippets }: ClientFeatures): boolean {
  return snippets && (snippet?.includes('$') ?? false);
}

/** Without snippets the text up to the first placeholder; what follows is the author's to type. */
function insertedText(each: Completion, client: ClientFeatures): string {
  if (each.snippet === undefined) return each.label;
  return hasSnippet(each, client)
    ? each.snippet
    : each.snippet.replace(/\$[\d{].*$/, '').replace(/\\(.)/g, '$1');
}

function detailsOf(
  { hint, detail }: Completion,
  { labelDetails }: ClientFeatures,
): { labelDetails?: CompletionItemLabelDetails } {
  return labelDetails ? { labelDetails: { detail: hint && ` ${hint}`, description: detail } } : {};
}
