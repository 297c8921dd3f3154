/**
 * Which tokens are compiled: drops what no build compiles, and of branches that cannot stand side by side keeps
 * the first. Knows `#if` and brackets; not what the tokens between them mean.
 */
import type { Span } from '../text.js';
import { macroScope, type MacroScope } from './conditions.js';
import { parseCondition, parseDefine, undefinedName } from './directives.js';
import { Kind, type Tokens } from './lexer.js';

/** Groups nested deeper than this are kept as they are: looking at each of them again would cost too much. */
const MAX_DEPTH = 40;
/** How many uncompiled tokens are skipped in search of the one before a group. */
const MAX_BACK = 5000;

interface Branch {
  readonly from: number;
  to: number;
  dead: boolean;
}

interface Group {
  readonly branches: Branch[];
  readonly before: number;
  /** Set when an earlier branch is always taken, so that the later ones never are. */
  taken: boolean;
}

/** One flag for each token: 1 where it is compiled, 2 for a directive that counts, 0 for what no build compiles. */
export function liveTokens(text: string, tokens: Tokens): Uint8Array {
  const live = new Uint8Array(tokens.count).fill(1);
  const open: Group[] = [];
  const scope = macroScope();
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kinds[i] !== Kind.directive) continue;
    live[i] = 2;
    const span = { start: tokens.starts[i] ?? 0, end: tokens.ends[i] ?? 0 };
    const condition = parseCondition(text, span, scope);
    if (!condition) {
      noteMacro(text, span, scope);
      continue;
    }
    if (condition.kind !== 'if') scope.leave();
    if (condition.kind !== 'endif') scope.enter();
    if (condition.kind === 'if') open.push({ branches: [], before: i, taken: false });
    const group = open.at(-1);
    if (!group) continue;
    const last = group.branches.at(-1);
    if (last) last.to = i;
    if (condition.kind !== 'endif') openBranch(group, i, condition.value);
    else {
      settle(text, tokens, live, group, open.length);
      open.pop();
    }
  }
  for (let group = open.pop(); group; group = open.pop()) settle(text, tokens, live, group, MAX_DEPTH + 1);
  return live;
}

function noteMacro(text: string, span: Span, scope: MacroScope): void {
  const define = parseDefine(text, span);
  if (define) scope.define(define);
  const gone = undefinedName(text, span);
  if (gone !== null) scope.undefine(gone);
}

function openBranch(group: Group, at: number, value: boolean | null): void {
  group.branches.push({ from: at + 1, to: Number.MAX_SAFE_INTEGER, dead: group.taken || value === false });
  if (value === true) group.taken = true;
}

function settle(text: string, tokens: Tokens, live: Uint8Array, group: Group, depth: number): void {
  const kept = group.branches.filter((branch) => !branch.dead);
  if (
    kept.length > 1 &&
    depth <= MAX_DEPTH &&
    !kept.every((branch) => standsAlone(text, tokens, live, group, branch))
  ) {
    for (const branch of kept.slice(1)) branch.dead = true;
  }
  for (const branch of group.branches) {
    if (branch.dead) live.fill(0, branch.from, Math.min(branch.to, tokens.count));
  }
}

/** Whether a branch is a sequence of whole statements or items, or of whole members of a list in braces. */
function standsAlone(text: string, tokens: Tokens, live: Uint8Array, group: Group, branch: Branch): boolean {
  let depth = 0;
  let last = '';
  for (let i = branch.from; i < branch.to && i < tokens.count; i++) {
    if (live[i] !== 1) continue;
    const first = last === '';
    last = tokens.kinds[i] === Kind.punct ? text.charAt(tokens.starts[i] ?? 0) : 'x';
    if (first && text.startsWith('else', tokens.starts[i])) return false;
    if (last === '(' || last === '[' || last === '{') depth++;
    else if ((last === ')' || last === ']' || last === '}') && --depth < 0) return false;
  }
  return depth === 0 && (last === '' || endsWell(previous(text, tokens, live, group.before), last));
}

function previous(text: string, tokens: Tokens, live: Uint8Array, at: number): string {
  const farthest = Math.max(0, at - MAX_BACK);
  let i = at - 1;
  while (i >= farthest && live[i] !== 1) i--;
  if (i < farthest) return ';';
  return tokens.kinds[i] === Kind.punct ? text.charAt(tokens.starts[i] ?? 0) : 'x';
}

function endsWell(before: string, last: string): boolean {
  if (last === ',') return before === '{' || before === ',';
  return ';{}:'.includes(before) && ';}:'.includes(last);
}
