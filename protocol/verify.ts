/**
 * What client and server tell each other about "Verify with the Kernel", by the requests `ebpfVerdict/verify`,
 * `ebpfVerdict/verifierLog` and `ebpfVerdict/disagreement`. Types only: nothing here is left when it runs. Lines from
 * 0, as everywhere in the protocol.
 */

export interface VerifyParams {
  /** A file on the server's machine, as it was saved. */
  readonly uri: string;
  /** One program's name; null for all. */
  readonly program: string | null;
  /** `host`, the absolute path of a kernel image, or `ssh:HOST`. */
  readonly kernels: readonly string[];
  /** Absolute, or empty for the first one on PATH. */
  readonly clang: string;
  readonly qemu: string;
  /** Whether the user asked for just this run, so that they can be asked back. */
  readonly isAsked: boolean;
}

export interface VerifyAnswer {
  /** What was said, in a line: `2 accepted, 1 refused on 6.18`; empty where nothing was. */
  readonly summary: string;
  /** Why nothing was said, by all kernels or by one of them. */
  readonly failures: readonly string[];
  /** What clang said of the source. */
  readonly compiler: string;
  /** A command for a shell that gives the rights that are missing; null where none are, or none does. */
  readonly remedy: string | null;
}

/** What one kernel said of one program. */
export interface VerdictParams {
  readonly uri: string;
  readonly program: string;
  /** `6.18.44-amd64` */
  readonly release: string;
}

export interface VerifierLog {
  readonly text: string;
  readonly links: readonly {
    /** In the log. */
    readonly line: number;
    readonly length: number;
    readonly uri: string;
    readonly sourceLine: number;
  }[];
}
