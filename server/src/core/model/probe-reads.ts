/** Reads that go around the verifier's rewriting of context accesses: the BPF_CORE_READ and probe_read family. */
import type { Span } from '../text.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { Program } from './file.js';

/** How the read hands over its value: as its own value, or into a destination given by address. */
export type ProbeReadForm = 'value' | 'into';

export interface ProbeRead {
  readonly program: Program;
  readonly spec: ProgramSpec;
  readonly region: string;
  readonly struct: string;
  /** The macro or helper as written: `BPF_CORE_READ`, `bpf_probe_read_kernel`. */
  readonly callee: string;
  readonly form: ProbeReadForm;
  /** The whole call. */
  readonly span: Span;
  /** The pointer expression, as written: `ctx`. */
  readonly pointer: string;
  /** The field path from the pointer: `["sk", "family"]`; null where the source is no plain field path. */
  readonly path: readonly string[] | null;
  readonly offset: number | null;
  /** Bytes the field has. */
  readonly fieldSize: number | null;
  /** Bytes that are copied where a size is given. */
  readonly size: number | null;
  /** The destination as an lvalue's text (`v` for `&v`); null when it is none. */
  readonly destination: string | null;
  /** Whether the call stands as a statement of its own, so that its return value is dropped. */
  readonly isStatement: boolean;
}
