/** The options of `verify`, checked and given types. */
import { flag, list, oneOf, only, parse, text } from './arguments.js';
import { formatNames, type Format } from './formats.js';
import type { TargetOptions } from './target-options.js';

export interface VerifyOptions extends Omit<TargetOptions, 'kernel'> {
  /** `host`, a version or a range as it was given; null where it was not. */
  readonly kernel: string | null;
  /** Kernel images, as they were given. */
  readonly images: readonly string[];
  /** A source or an object. */
  readonly file: string;
  /** Null for all of them. */
  readonly program: string | null;
  readonly format: Format;
  /** Where a Markdown table is appended. */
  readonly summary: string | null;
  /** A path or a name as it was given; null for the first clang on PATH. */
  readonly clang: string | null;
  /** Whether maps of any size may be created. */
  readonly yes: boolean;
  readonly mayPanic: boolean;
  /** Whether images of kernels may be fetched. */
  readonly fetch: boolean;
}

const known = {
  kernel: { type: 'string' },
  'kernel-image': { type: 'string', multiple: true },
  program: { type: 'string' },
  format: { type: 'string' },
  summary: { type: 'string' },
  clang: { type: 'string' },
  'include-path': { type: 'string', short: 'I', multiple: true },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  yes: { type: 'boolean' },
  'allow-panic-on-warn': { type: 'boolean' },
  fetch: { type: 'boolean' },
} as const;

/** Reads the arguments behind `verify`. Throws a UsageError on anything it does not know. */
export function readVerify(rest: readonly string[]): VerifyOptions {
  const { values, positionals } = parse('verify', rest, known);
  return {
    file: only('verify', 'a BPF source or an object', positionals),
    program: text(values['program']),
    format: oneOf('--format', text(values['format']) ?? 'pretty', formatNames, 'verify'),
    summary: text(values['summary']),
    clang: text(values['clang']),
    yes: flag(values['yes']),
    mayPanic: flag(values['allow-panic-on-warn']),
    fetch: flag(values['fetch']),
    kernel: text(values['kernel']),
    images: list(values['kernel-image']),
    btf: null,
    loader: null,
    config: text(values['config']),
    noConfig: flag(values['no-config']),
    includePaths: list(values['include-path']),
    severities: {},
  };
}
