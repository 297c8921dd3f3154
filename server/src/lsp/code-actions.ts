/**
 * Code actions with edits for the version they were made for: rules' own fixes at the cursor, what else can be
 * done about a finding there, and all safe fixes at once.
 */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { findingsAt, fixAll, fixesAt } from '../core/features/fixes.js';
import { sectionFixes } from '../core/features/section-fixes.js';
import { suppressionFixes } from '../core/features/suppression-fixes.js';
import type { Analysis } from '../core/engine/analysis.js';
import type { KernelFacts } from '../core/kernel/facts.js';
import type { Finding, Fix } from '../core/finding.js';
import type { Span, TextEdit } from '../core/text.js';
import { fixAllKind, type ClientFeatures } from './capabilities.js';
import type { Documents, OpenDocument } from './documents.js';
import { placesFrom, wholeAnalysis } from './reports.js';
import { toDiagnostic, toEdits, type PlaceOf } from './translate.js';

/** A document with all that is found in it, by whatever is open. */
interface Subject {
  readonly uri: string;
  readonly version: number;
  readonly analysis: Analysis;
  readonly facts: KernelFacts;
  readonly placeOf: PlaceOf;
}

export function codeActions(
  open: OpenDocument,
  params: CodeActionParams,
  client: ClientFeatures,
  documents: Documents,
): CodeAction[] {
  if (!client.codeActionLiterals) return [];
  const { only } = params.context;
  const span = {
    start: open.text.offsetAt(params.range.start),
    end: open.text.offsetAt(params.range.end),
  };
  const document: Subject = {
    uri: open.uri,
    version: open.version,
    analysis: wholeAnalysis(open, documents),
    facts: open.engine.facts,
    placeOf: placesFrom(open, documents),
  };
  return [
    ...(asksFor(only, CodeActionKind.QuickFix)
      ? [...quickFixes(document, span, client), ...otherActions(document, span, client)]
      : []),
    ...(asksFor(only, fixAllKind) ? allSafeFixes(document, client) : []),
  ];
}

/** Kinds are hierarchical: who asks for `source` gets `source.fixAll` too. */
function asksFor(only: readonly string[] | undefined, kind: string): boolean {
  return only?.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`)) ?? true;
}

function quickFixes(document: Subject, span: Span, client: ClientFeatures): CodeAction[] {
  return fixesAt(document.analysis, span).map(({ finding, fix, preferred }) => ({
    ...toAction(document, finding, fix, client),
    isPreferred: preferred,
  }));
}

/** Never preferred: the rule's page, comments that silence, and last what would attach the program elsewhere. */
function otherActions(document: Subject, span: Span, client: ClientFeatures): CodeAction[] {
  const { analysis, facts } = document;
  const findings = findingsAt(analysis, span);
  const fixesBy = (of: (finding: Finding) => readonly Fix[]): CodeAction[] =>
    findings.flatMap((finding) => of(finding).map((fix) => toAction(document, finding, fix, client)));
  return unique([
    ...(client.commands.includes(explainCommand) ? findings.map((finding) => explanation(finding.rule)) : []),
    ...fixesBy((finding) => suppressionFixes(analysis, finding)),
    ...fixesBy((finding) => sectionFixes(analysis, finding, facts)),
  ]);
}

/** The command of our VS Code client that shows a rule's page. */
const explainCommand = 'ebpfVerdict.explainRule';

function explanation(rule: string): CodeAction {
  const title = `Explain ${rule}`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command: explainCommand, arguments: [rule] },
  };
}

/** Two findings of a rule at one place ask for the same comment. */
function unique(actions: readonly CodeAction[]): CodeAction[] {
  return actions.filter((action, at) => actions.findIndex((other) => other.title === action.title) === at);
}

function toAction(document: Subject, finding: Finding, fix: Fix, client: ClientFeatures): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(finding, document.placeOf, client)],
    edit: toWorkspaceEdit(document, fix.edits, client),
  };
}

function allSafeFixes(document: Subject, client: ClientFeatures): CodeAction[] {
  const edits = fixAll(document.analysis);
  if (edits.length === 0) return [];
  const edit = toWorkspaceEdit(document, edits, client);
  return [{ title: 'Apply all safe eBPF Verdict fixes', kind: fixAllKind, edit }];
}

function toWorkspaceEdit(
  { uri, version, analysis }: Subject,
  edits: readonly TextEdit[],
  client: ClientFeatures,
): WorkspaceEdit {
  const changes = toEdits(analysis.lines, edits);
  if (!client.documentChanges) return { changes: { [uri]: changes } };
  return { documentChanges: [{ textDocument: { uri, version }, edits: changes }] };
}
