/**
 * What client and server tell each other about a verifier log, by the request `ebpfVerdict/explainLog`. Types only:
 * nothing here is left when it runs. Lines and characters from 0, as everywhere in the protocol.
 */

export interface ExplainLogParams {
  readonly text: string;
  /** Files that the log may be about; kernels before 6.7 name lines by their text only. */
  readonly sources: readonly { readonly uri: string; readonly text: string }[];
}

/** A place in a source; `uri` is null where the log names a file that was not among the sources. */
export interface LogPlace {
  readonly uri: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly character: number | null;
}

export interface LogTrailStep extends LogPlace {
  readonly what: string;
}

/** What is told of one program. */
export interface LogFinding extends LogPlace {
  readonly program: string | null;
  readonly verdict: 'accepted' | 'refused' | 'not loaded' | 'not tried' | 'unknown';
  readonly id: string | null;
  /** The address of the message's page. */
  readonly page: string | null;
  /** The reason, then the verifier's words. */
  readonly message: string;
  /** What the register holds, in words. */
  readonly register: string | null;
  /** What to do. */
  readonly fix: string | null;
  readonly trail: readonly LogTrailStep[];
  readonly notes: readonly string[];
}
