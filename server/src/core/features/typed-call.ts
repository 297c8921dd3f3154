/**
 * The call that is being typed at the cursor, and the program around it, in code that need not parse. Reads text; knows
 * nothing of what may be called.
 */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';

/** A call whose arguments are being typed. */
export interface TypedCall {
  readonly name: string;
  /** Which argument the cursor is in, from 0. */
  readonly argument: number;
}

/** Characters before the cursor that are looked at. */
const farthest = 2000;

/** The code before the cursor, with strings and comments blanked. */
export function codeBefore(text: string, offset: number): string {
  return withoutStrings(text.slice(Math.max(0, offset - farthest), offset));
}

/** The innermost call that is open at the cursor; null where there is none. */
export function callAt(text: string, offset: number): TypedCall | null {
  const before = codeBefore(text, offset);
  let [depth, argument] = [0, 0];
  for (let i = before.length - 1; i >= 0; i--) {
    const char = before[i];
    if (char === ')' || char === ']' || char === '}') depth++;
    else if (depth > 0 && (char === '(' || char === '[' || char === '{')) depth--;
    else if (char === ';' || char === '{' || char === '[') return null;
    else if (char === ',' && depth === 0) argument++;
    else if (char === '(') {
      const name = /([A-Za-z_]\w*)\s*$/.exec(before.slice(0, i))?.[1];
      return name === undefined ? null : { name, argument };
    }
  }
  return null;
}

/** Strings and comments of a line, blanked: what stands in them is no code. */
function withoutStrings(text: string): string {
  return text.replace(
    /"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (each) => ' '.repeat(each.length),
  );
}

/** The program whose function the cursor is in, by the nearest SEC above; null outside of programs. */
export function programAt(
  { model, text, settings }: Analysis,
  facts: KernelFacts,
  offset: number,
): { readonly spec: ProgramSpec; readonly section: string } | null {
  const { programs, otherSections } = model.file;
  const marks = [...programs.map(({ section }) => section), ...otherSections];
  const [mark] = marks.filter(({ span }) => span.end <= offset).sort((a, b) => b.span.start - a.span.start);
  if (!mark || mark.name === null) return null;
  const match = facts.match(mark.name, settings.loader);
  if (!match) return null;
  return isInBody(withoutStrings(text.slice(mark.span.end, offset)))
    ? { spec: match.spec, section: mark.name }
    : null;
}

/** Whether one brace more was opened than closed, without the function having ended before. */
function isInBody(head: string): boolean {
  let depth = 0;
  let hasEnded = false;
  for (const char of head) {
    if (char === '{') depth++;
    if (char === '}' && --depth === 0) hasEnded = true;
  }
  return depth > 0 && !hasEnded;
}
