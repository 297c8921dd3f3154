/**
 * What the language server needs from the machine it runs on, as an interface: the entry file hands one in,
 * for Node or for a worker in a browser. Nothing else in this room touches files, clocks or processes.
 */
import type { Engine } from '../core/engine/engine.js';
import type { IncludeReader } from '../core/engine/headers.js';
import type { LoaderGuess, WrittenSettings } from '../core/engine/settings.js';
import type { Loaded } from '../core/log/loaded.js';
import type { MessageTable } from '../core/log/messages.js';
import type { Span } from '../core/text.js';

/** A mistake in a configuration; `span` counts UTF-16 code units in its text. */
export interface ConfigProblem {
  readonly span: Span;
  readonly message: string;
}

/** A configuration that was read, with what was wrong in it; the rest of it stays in force. */
export interface CheckedConfig {
  readonly settings: WrittenSettings;
  /** Folders to look up headers in; absolute where there are files. */
  readonly includePaths: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/** The project's ebpf-verdict.jsonc. */
export interface ProjectConfig extends CheckedConfig {
  readonly uri: string;
  /** The text that the problems' spans refer to. */
  readonly text: string;
}

/** Whose headers are wanted. */
export interface HeaderRequest {
  readonly uri: string;
  /** The addresses of the folders that are open: nothing outside of them and of the include paths is read. */
  readonly folders: readonly string[];
  readonly includePaths: readonly string[];
  /** The text of an open document by its path; null where the one on disk counts. */
  readonly edited: (path: string) => string | null;
}

export interface DocumentHeaders {
  /** The path that readers know the document by. */
  readonly path: string;
  readonly reader: IncludeReader;
  /** Who loads the document's programs, as far as its project shows it. */
  readonly guessLoader: () => LoaderGuess | null;
}

/** Reads headers, and remembers them until it is told that files changed. */
export interface HeaderHost {
  /** Null for a document that is no file. */
  of(request: HeaderRequest): DocumentHeaders | null;
  /** Something on disk, or among the open documents, may have changed. */
  changed(): void;
}

/** A file to be compiled and loaded because a user asked for it. */
export interface HostVerifyRequest {
  readonly uri: string;
  /** Its text, as it was saved. */
  readonly text: string;
  /** The addresses of the folders that are open: no program in them is run. */
  readonly folders: readonly string[];
  /** Absolute. */
  readonly includePaths: readonly string[];
  /** One program's name; null for all. */
  readonly program: string | null;
  /** `host`, the absolute path of a kernel image, or `ssh:HOST`. */
  readonly kernels: readonly string[];
  /** Absolute; null for the first one on PATH. */
  readonly clang: string | null;
  readonly qemu: string | null;
  readonly messages: MessageTable;
  /** As `LoadChoice.sectionOf` of the command line. */
  readonly sectionOf: (section: string) => string | null;
  /** Asks the user about what is not done unasked. */
  consents(question: string): Promise<boolean>;
  /** Says what is being done. */
  progress(words: string): void;
  readonly signal: AbortSignal;
}

export interface HostVerified {
  /** What places name the file by. */
  readonly path: string;
  /** Flags of the build that clang was not given. */
  readonly leftOut: readonly string[];
  readonly runs: readonly {
    readonly release: string;
    /** Why it loaded nothing, as words that follow the file's name; else null. */
    readonly failure: string | null;
    /** A command for a shell that gives the rights that are missing; else null. */
    readonly remedy: string | null;
    readonly programs: readonly Loaded[];
  }[];
}

/** Why nothing was loaded: a sentence, and what the compiler said where it was the compiler. */
export interface HostFailure {
  readonly failure: string;
  readonly compiler: string;
}

/** Compiles and loads, attaches nothing, and leaves nothing behind. */
export interface VerifierHost {
  verify(request: HostVerifyRequest): Promise<HostVerified | HostFailure>;
}

/** Takes back a task that has not begun. */
export type Cancel = () => void;

export interface LspHost {
  /** Begun when the host was made, so that it loads while the client still says hello. */
  readonly engine: Promise<Engine>;
  /** The package's version. */
  readonly version: Promise<string>;
  /** For the debug information: `Node 20.20.2 on linux x64, process 4711`. */
  readonly platform: string;
  /** The file that governs a document; null where there is none. Throws when it cannot be read. */
  projectConfig(documentUri: string, ruleIds: readonly string[]): Promise<ProjectConfig | null>;
  /** Reads an editor's settings by the same rules as the project's file; relative paths start at `folder`. */
  checkSettings(settings: object, ruleIds: readonly string[], folder: string): CheckedConfig;
  /** Absent where there are no files. */
  readonly headers?: HeaderHost;
  /** Absent where no process can be started. */
  readonly verifier?: VerifierHost;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  /** Runs a task once every message that has already arrived is handled. */
  soon(task: () => void): Cancel;
  later(milliseconds: number, task: () => void): Cancel;
}
