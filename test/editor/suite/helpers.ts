/**
 * What a user does in the editor, as functions: open, read squiggles, hover, take a quick fix, edit.
 * Works through VS Code's public commands only; knows the extension by its name and its diagnostics' source.
 */
import * as vscode from 'vscode';
import { eventually, settled } from './waiting';

export const EXTENSION_ID = 'ebpf-verdict.ebpf-verdict';
export const SOURCE = 'ebpf-verdict';

/** Opens a file of the workspace folder in an editor. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('the suite needs a workspace folder');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Undoes what a test typed, so that the next one opens the file as it is on disk. */
export async function closeAll(): Promise<void> {
  while (vscode.window.activeTextEditor) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

export function diagnosticsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((found) => found.source === SOURCE);
}

export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits until this extension's diagnostics of the document satisfy a condition. */
export function diagnosticsWhere(
  document: vscode.TextDocument,
  what: string,
  satisfied: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<vscode.Diagnostic[]> {
  return eventually(what, () => diagnosticsOf(document), satisfied);
}

/** Waits for a diagnostic of a rule on a piece of text. */
export async function diagnosticOn(
  document: vscode.TextDocument,
  code: string,
  text: string,
): Promise<vscode.Diagnostic> {
  const matches = (found: vscode.Diagnostic): boolean =>
    codeOf(found) === code && document.getText(found.range) === text;
  const all = await diagnosticsWhere(document, `${code} on \`${text}\``, (found) => found.some(matches));
  return all.find(matches) as vscode.Diagnostic;
}

/** Waits until no more diagnostics come or go. */
export function settledDiagnostics(document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
  return settled(`diagnostics of ${document.fileName}`, () => diagnosticsOf(document));
}

/** The range of a piece of text that occurs once in the document. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  if (start < 0 || document.getText().includes(text, start + 1)) {
    throw new Error(`\`${text}\` must occur exactly once in ${document.fileName}`);
  }
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** The text of all hovers at a position, once there are any. */
export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const ask = async (): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    return hovers.flatMap((hover) => hover.contents.map(plain)).join('\n');
  };
  return eventually(`hover at ${position.line + 1}:${position.character + 1}`, ask, (text) => text !== '');
}

function plain(content: vscode.Hover['contents'][number]): string {
  return content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content);
}

/** Quick fixes at a range whose title matches. Asked in a loop: providers register some time after activation. */
export async function quickFix(
  document: vscode.TextDocument,
  range: vscode.Range,
  title: RegExp,
): Promise<vscode.CodeAction> {
  const ask = async (): Promise<vscode.CodeAction[]> => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
      RESOLVED,
    );
    return actions.filter((action) => title.test(action.title));
  };
  const found = await eventually(`a quick fix like ${title}`, ask, (actions) => actions.length > 0);
  return found[0] as vscode.CodeAction;
}

/** How many code actions VS Code resolves before it returns them; unresolved ones may lack their edit. */
const RESOLVED = 20;

/** Applies a code action as the editor would: its edit first, then its command. */
export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit && !(await vscode.workspace.applyEdit(action.edit))) {
    throw new Error(`the editor refused the edit of "${action.title}"`);
  }
  if (action.command) {
    await vscode.commands.executeCommand(
      action.command.command,
      ...((action.command.arguments ?? []) as unknown[]),
    );
  }
  if (!action.edit && !action.command) throw new Error(`"${action.title}" does nothing`);
}

/** Replaces a range as typing would. */
export async function type(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`the editor refused to type \`${text}\``);
}
