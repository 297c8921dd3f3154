/** The project's ebpf-verdict.jsonc, for a server that cannot read files: found and read with the editor's own means. */
import { FileSystemError, Uri, workspace } from 'vscode';

/** What the server is told: the file's address and its text. */
export interface ProjectFile {
  readonly uri: string;
  readonly text: string;
}

/** The nearest file upward from a document, up to its workspace folder; beside the document where it has none. */
export async function projectFileOf(document: Uri): Promise<ProjectFile | null> {
  const top = workspace.getWorkspaceFolder(document)?.uri.path;
  for (let folder = Uri.joinPath(document, '..'); ; folder = Uri.joinPath(folder, '..')) {
    const found = await readIfThere(Uri.joinPath(folder, 'ebpf-verdict.jsonc'));
    if (found || top === undefined || folder.path.length <= top.length) return found;
  }
}

/** Any other failure than the file's absence is the server's to report. */
async function readIfThere(uri: Uri): Promise<ProjectFile | null> {
  try {
    return { uri: uri.toString(), text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}
