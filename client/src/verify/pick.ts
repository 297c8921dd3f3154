/** Which verdict a command is about: the one that a lens names, or one of those above the programs of the editor. */
import { commands, window, type CodeLens, type QuickPickItem } from 'vscode';
import type { VerdictParams } from '../../../protocol/verify.js';

interface Item extends QuickPickItem {
  readonly verdict: VerdictParams;
}

/** The lenses with this command are offered; null where there are none, or the user thought better of it. */
export async function pickVerdict(
  given: unknown,
  command: string,
  title: string,
): Promise<VerdictParams | null> {
  if (isVerdict(given)) return given;
  const uri = window.activeTextEditor?.document.uri;
  const lenses = uri
    ? await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 1000)
    : [];
  const items = lenses.flatMap(({ command: about }): readonly Item[] => {
    const verdict: unknown = about?.arguments?.[0];
    if (about?.command !== command || !isVerdict(verdict)) return [];
    return [{ label: verdict.program, description: about.title, verdict }];
  });
  if (items.length === 0) {
    void window.showInformationMessage('No kernel was asked about a program in this editor.');
    return null;
  }
  return (await window.showQuickPick(items, { title }))?.verdict ?? null;
}

function isVerdict(given: unknown): given is VerdictParams {
  return (
    typeof given === 'object' && given !== null && 'uri' in given && 'program' in given && 'release' in given
  );
}
