/** Quick fixes at the cursor and all safe fixes at once, as code actions with edits for the version they were made for. */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { fixAll, fixesAt } from '../core/features/fixes.js';
import type { Span, TextEdit } from '../core/text.js';
import { fixAllKind, type ClientFeatures } from './capabilities.js';
import type { OpenDocument } from './documents.js';
import { toDiagnostic, toEdits } from './translate.js';

export function codeActions(
  document: OpenDocument,
  params: CodeActionParams,
  client: ClientFeatures,
): CodeAction[] {
  if (!client.codeActionLiterals) return [];
  const { only } = params.context;
  const span = {
    start: document.text.offsetAt(params.range.start),
    end: document.text.offsetAt(params.range.end),
  };
  return [
    ...(asksFor(only, CodeActionKind.QuickFix) ? quickFixes(document, span, client) : []),
    ...(asksFor(only, fixAllKind) ? allSafeFixes(document, client) : []),
  ];
}

/** Kinds are hierarchical: who asks for `source` gets `source.fixAll` too. */
function asksFor(only: readonly string[] | undefined, kind: string): boolean {
  return only?.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`)) ?? true;
}

function quickFixes(document: OpenDocument, span: Span, client: ClientFeatures): CodeAction[] {
  const place = { uri: document.uri, lines: document.analysis.lines };
  return fixesAt(document.analysis, span).map(({ finding, fix, preferred }) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(finding, place, client)],
    isPreferred: preferred,
    edit: toWorkspaceEdit(document, fix.edits, client),
  }));
}

function allSafeFixes(document: OpenDocument, client: ClientFeatures): CodeAction[] {
  const edits = fixAll(document.analysis);
  if (edits.length === 0) return [];
  const edit = toWorkspaceEdit(document, edits, client);
  return [{ title: 'Apply all safe eBPF Verdict fixes', kind: fixAllKind, edit }];
}

function toWorkspaceEdit(
  { uri, version, analysis }: OpenDocument,
  edits: readonly TextEdit[],
  client: ClientFeatures,
): WorkspaceEdit {
  const changes = toEdits(analysis.lines, edits);
  if (!client.documentChanges) return { changes: { [uri]: changes } };
  return { documentChanges: [{ textDocument: { uri, version }, edits: changes }] };
}
