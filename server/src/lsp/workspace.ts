/** The folders that the client has open, by their addresses. */
import type { WorkspaceFolder, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';

/** What a client says of its folders when it starts; those of old name one, or none. */
interface Opened {
  readonly workspaceFolders?: readonly WorkspaceFolder[] | null;
  readonly rootUri?: string | null;
}

export class Workspace {
  private uris: readonly string[];

  constructor({ workspaceFolders, rootUri }: Opened) {
    this.uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  }

  get folders(): readonly string[] {
    return this.uris;
  }

  change({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const gone = new Set(removed.map(({ uri }) => uri));
    this.uris = [...this.uris.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
  }

  /** The innermost folder that holds a document; the folder it lies in where none does. */
  folderOf(uri: string): string {
    const holding = this.uris.filter((folder) => uri.startsWith(folder.replace(/\/*$/, '/')));
    const innermost = holding.sort((a, b) => b.length - a.length)[0];
    return innermost ?? uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
  }
}
