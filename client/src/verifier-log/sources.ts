/** The files that a verifier log may be about: those it names, as far as they are in the workspace, and the open ones. */
import { languages as vscodeLanguages, window, workspace, type TextDocument, type Uri } from 'vscode';
import type { ExplainLogParams } from '../../../protocol/verifier-log.js';
import { languages } from '../client.js';

const mostNames = 20;
const mostFiles = 50;

/** Their texts as the editor has them. */
export async function sourcesOf(log: string): Promise<ExplainLogParams['sources']> {
  const named = await Promise.all(namesIn(log).map(filesNamed));
  const open = workspace.textDocuments.filter((document) => vscodeLanguages.match(languages, document) > 0);
  const active = window.activeTextEditor?.document;
  const known = new Map<string, TextDocument>();
  for (const document of [...open, ...(active && open.includes(active) ? [active] : []), ...named.flat()])
    known.set(document.uri.toString(), document);
  return [...known].slice(0, mostFiles).map(([uri, document]) => ({ uri, text: document.getText() }));
}

/** Names of files behind an `@`, as kernels since 6.7 write them, without their folders. */
function namesIn(log: string): readonly string[] {
  const names = [...log.matchAll(/ @ (?:[^\s:]*\/)?([\w.+-]+\.(?:c|h|cc|cpp|hpp)):\d+/g)].map(
    ([, name = '']) => name,
  );
  return [...new Set(names)].slice(0, mostNames);
}

async function filesNamed(name: string): Promise<readonly TextDocument[]> {
  const found = await workspace.findFiles(`**/${name}`, '**/node_modules/**', mostNames);
  const opened = await Promise.all(found.map(openQuietly));
  return opened.flat();
}

async function openQuietly(uri: Uri): Promise<readonly TextDocument[]> {
  try {
    return [await workspace.openTextDocument(uri)];
  } catch {
    return [];
  }
}
