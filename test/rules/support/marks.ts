/**
 * Expectations written under the line that they are about:
 *     return ctx->src_port;
 *     //     ^^^^^^^^^^^^^ error: invalid bpf_context access off=44 size=4
 * The carets stand under the finding's span (in UTF-16 code units, so a tab is one); another rule than the
 * folder's or page's own is named as in `error[probe-read-on-ctx]: words`. Words must be in the message.
 */
export interface Mark {
  /** From 0; the line that the mark is about. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly severity: string;
  readonly rule: string;
  readonly words: string;
}

const pattern = /^\s*\/\/\s*(\^+)\s*(error|warning|information|hint)(?:\[([\w-]+)\])?:\s*(.*?)\s*$/;

/** The marks of a text. A mark belongs to the nearest line above that is no mark itself. */
export function marksIn(text: string, rule: string): readonly Mark[] {
  const marks: Mark[] = [];
  let subject = 0;
  text.split(/\r\n|\r|\n/).forEach((line, i) => {
    const match = pattern.exec(line);
    if (!match?.[1] || !match[2]) {
      subject = i;
      return;
    }
    const column = line.indexOf('^');
    marks.push({
      line: subject,
      column,
      length: match[1].length,
      severity: match[2],
      rule: match[3] ?? rule,
      words: match[4] ?? '',
    });
  });
  return marks;
}
