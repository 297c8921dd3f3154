/** Expands the macros of a file, and keeps for every piece of the expansion the place that it was written in. */
import type { Expr } from '../../syntax/ast.js';
import type { Define } from '../../syntax/file.js';
import type { Span } from '../../text.js';
import type { Frame, Located } from './located.js';

/** A run of the expansion that was copied from an argument. */
interface CopiedRun {
  readonly start: number;
  readonly end: number;
  /** Where the run begins in the text of the frame that holds the call. */
  readonly origin: number;
}

/** The text of an expansion; `frame` maps its spans back to the use. */
export interface Expansion {
  readonly text: string;
  readonly frame: Frame;
}

const identifiers = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|##|#\s*[A-Za-z_]\w*|[A-Za-z_]\w*/g;

/** Replaces a macro's parameters by the arguments of a call (null for an object-like macro). */
export function expandMacro(
  define: Define,
  use: Span,
  args: readonly Expr[] | null,
  frame: Frame,
): Expansion {
  const runs: CopiedRun[] = [];
  const bindings = bindArguments(define, args ?? []);
  let text = '';
  let at = 0;
  for (const match of define.body.matchAll(identifiers)) {
    text += define.body.slice(at, match.index);
    at = match.index + match[0].length;
    text = append(text, match[0], bindings, frame, runs);
  }
  text += define.body.slice(at);
  return { text, frame: expansionFrame(text, runs, use, frame) };
}

function append(
  text: string,
  word: string,
  bindings: ReadonlyMap<string, Span | null>,
  frame: Frame,
  runs: CopiedRun[],
): string {
  if (word === '##') return text.trimEnd();
  if (word.startsWith('#')) return `${text}""`;
  if (!bindings.has(word)) return text + word;
  const span = bindings.get(word);
  if (!span) return text;
  runs.push({ start: text.length, end: text.length + span.end - span.start, origin: span.start });
  return text + frame.text.slice(span.start, span.end);
}

/** Parameter to the argument's span; `__VA_ARGS__` covers all that is left, null where nothing is. */
function bindArguments(define: Define, args: readonly Expr[]): ReadonlyMap<string, Span | null> {
  const bindings = new Map<string, Span | null>();
  const params = define.params ?? [];
  params.forEach((param, i) => {
    const rest = define.variadic && i === params.length - 1;
    const first = args[i]?.span;
    const last = rest ? args.at(-1)?.span : first;
    bindings.set(param, first && last ? { start: first.start, end: last.end } : null);
  });
  return bindings;
}

/** A span inside one argument stands where the argument does; any other stands for the whole use. */
function expansionFrame(text: string, runs: readonly CopiedRun[], use: Span, frame: Frame): Frame {
  const locate = (span: Span): Located => {
    const run = runs.find((each) => each.start <= span.start && span.end <= each.end);
    if (!run) return frame.locate(use);
    const by = run.origin - run.start;
    return frame.locate({ start: span.start + by, end: span.end + by });
  };
  return { content: frame.content, text, calls: frame.calls, locate };
}
