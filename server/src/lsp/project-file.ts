/** How a server that cannot read files asks its client for the project's ebpf-verdict.jsonc. */

/** A request to the client: the file that governs the document of that address, or null. */
export const projectFile = 'ebpfVerdict/projectFile';

/** The client's answer. */
export interface ProjectFile {
  readonly uri: string;
  readonly text: string;
}
