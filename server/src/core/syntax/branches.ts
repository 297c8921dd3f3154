/**
 * Which tokens are compiled: drops what no build compiles, and of branches that cannot stand side by side keeps
 * the first. Knows `#if` and brackets; not what the tokens between them mean.
 */
import type { Span } from '../text.js';
import { parseCondition, parseDefine, keptMacro, undefinedName, directiveName } from './directives.js';
import { Live } from './lexed.js';
import { Kind, type Tokens } from './lexer.js';
import { macroScope, type Branching, type MacroScope, type Outside } from './macro-scope.js';

/** Groups nested deeper than this are kept as they are: looking at each of them again would cost too much. */
const MAX_DEPTH = 40;
/** How many uncompiled tokens are skipped in search of the one before a group. */
const MAX_BACK = 5000;

interface Branch {
  readonly from: number;
  to: number;
  branching: Branching;
}

interface Group {
  readonly branches: Branch[];
  readonly before: number;
  /** Of the group's place. */
  readonly around: Branching;
  /** Set when an earlier branch is always taken, so that the later ones never are. */
  taken: boolean;
  /** The name that the first branch asks to be undefined. */
  readonly defaulted: string | null;
}

/** One flag for each token: those of `Live`. */
export function liveTokens(text: string, tokens: Tokens, outside: Outside): Uint8Array {
  const live = new Uint8Array(tokens.count).fill(Live.compiled);
  const open: Group[] = [];
  const scope = macroScope(outside);
  const { guard, lastInclude } = directivesAhead(text, tokens);
  for (
    let i = tokens.kinds.indexOf(Kind.directive);
    i >= 0 && i < tokens.count;
    i = tokens.kinds.indexOf(Kind.directive, i + 1)
  ) {
    const span = { start: tokens.starts[i] ?? 0, end: tokens.ends[i] ?? 0 };
    const condition = parseCondition(text, span, scope);
    if (!condition) {
      live[i] = flagOf(open, noteMacro(text, span, scope, open));
      if (i === lastInclude) scope.passIncludes();
      continue;
    }
    if (condition.kind === 'if') {
      const defaulted = nameToDefault(text, span);
      open.push({ branches: [], before: i, around: branchingAt(open), taken: false, defaulted });
    }
    const group = open.at(-1);
    live[i] = Live.directive;
    if (!group) continue;
    closeBranch(group, i, scope);
    if (condition.kind !== 'endif') {
      openBranch(group, i, condition.value ?? (i === guard ? true : null), condition.kind === 'else');
      if (group.branches.at(-1)?.branching === 'open') live[i] = Live.open;
      scope.enter();
    } else {
      settle(text, tokens, live, group, open.length);
      open.pop();
    }
  }
  for (let group = open.pop(); group; group = open.pop()) settle(text, tokens, live, group, MAX_DEPTH + 1);
  return live;
}

function branchingAt(open: readonly Group[]): Branching {
  const group = open.at(-1);
  if (!group) return 'sure';
  const all = [group.around, group.branches.at(-1)?.branching ?? 'open'];
  return all.includes('dead') ? 'dead' : all.includes('open') ? 'open' : 'sure';
}

function flagOf(open: readonly Group[], defined: string | null): number {
  const group = open.at(-1);
  if (!group || branchingAt(open) !== 'open') return Live.directive;
  const isDefault = defined !== null && defined === group.defaulted && group.branches.length === 1;
  return isDefault && group.around === 'sure' ? Live.default : Live.open;
}

/** Gives the name that the line defines. */
function noteMacro(text: string, span: Span, scope: MacroScope, open: readonly Group[]): string | null {
  if (branchingAt(open) === 'dead') return null;
  const define = parseDefine(text, span);
  if (define) scope.define(define.definition);
  const gone = undefinedName(text, span);
  if (gone !== null) scope.undefine(gone);
  const kept = keptMacro(text, span);
  if (kept) scope[kept.isPush ? 'push' : 'pop'](kept.name);
  return define?.name ?? null;
}

function closeBranch(group: Group, at: number, scope: MacroScope): void {
  const last = group.branches.at(-1);
  if (!last) return;
  last.to = at;
  scope.leave(last.branching, group.branches.length === 1 ? group.defaulted : null);
}

function openBranch(group: Group, at: number, value: boolean | null, isElse: boolean): void {
  const isFirst = group.branches.every(({ branching }) => branching === 'dead');
  const isDead = group.taken || value === false;
  const isSure = isFirst && (value === true || isElse);
  const branching = isDead ? 'dead' : isSure ? 'sure' : 'open';
  group.branches.push({ from: at + 1, to: Number.MAX_SAFE_INTEGER, branching });
  if (value === true) group.taken = true;
}

/** The name in `#ifndef NAME` or `#if !defined(NAME)`. */
function nameToDefault(text: string, { start, end }: Span): string | null {
  const asked = /^#\s*(?:ifndef\s+([\w$]+)|if\s+!\s*defined\s*\(?\s*([\w$]+)\s*\)?)\s*(?:\/[*/].*)?$/s.exec(
    text.slice(start, end),
  );
  return asked?.[1] ?? asked?.[2] ?? null;
}

/** Where a text's include guard is, if it has one, and its last `#include`; -1 without one. */
function directivesAhead(
  text: string,
  tokens: Tokens,
): { readonly guard: number; readonly lastInclude: number } {
  let depth = 0;
  let lastInclude = -1;
  let isGuard = tokens.kinds[0] === Kind.directive && beginsWithGuard(text, tokens);
  for (
    let i = tokens.kinds.indexOf(Kind.directive);
    i >= 0 && i < tokens.count;
    i = tokens.kinds.indexOf(Kind.directive, i + 1)
  ) {
    const name = directiveName(text, tokens.starts[i] ?? 0);
    if (name.startsWith('include')) lastInclude = i;
    if (name.startsWith('if')) depth++;
    if (depth === 1 && (name.startsWith('el') || (name === 'endif' && i < tokens.count - 1))) isGuard = false;
    if (name === 'endif') depth--;
  }
  return { guard: isGuard && depth === 0 ? 0 : -1, lastInclude };
}

/** Whether it begins as a guard does; a text that holds nothing else gives a default. */
function beginsWithGuard(text: string, { count, kinds, starts, ends }: Tokens): boolean {
  const spanOf = (i: number): Span => ({ start: starts[i] ?? 0, end: ends[i] ?? 0 });
  const name = nameToDefault(text, spanOf(0));
  return (
    name !== null && count > 3 && kinds[1] === Kind.directive && parseDefine(text, spanOf(1))?.name === name
  );
}

function settle(text: string, tokens: Tokens, live: Uint8Array, group: Group, depth: number): void {
  const kept = group.branches.filter(({ branching }) => branching !== 'dead');
  if (
    kept.length > 1 &&
    depth <= MAX_DEPTH &&
    !kept.every((branch) => standsAlone(text, tokens, live, group, branch))
  ) {
    for (const branch of kept.slice(1)) branch.branching = 'dead';
  }
  for (const { branching, from, to } of group.branches) {
    if (branching === 'dead') live.fill(Live.dead, from, Math.min(to, tokens.count));
  }
}

/** Whether a branch is a sequence of whole statements or items, or of whole members of a list in braces. */
function standsAlone(text: string, tokens: Tokens, live: Uint8Array, group: Group, branch: Branch): boolean {
  let depth = 0;
  let last = '';
  for (let i = branch.from; i < branch.to && i < tokens.count; i++) {
    if (live[i] !== Live.compiled) continue;
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
  while (i >= farthest && live[i] !== Live.compiled) i--;
  if (i < farthest) return ';';
  return tokens.kinds[i] === Kind.punct ? text.charAt(tokens.starts[i] ?? 0) : 'x';
}

function endsWell(before: string, last: string): boolean {
  if (last === ',') return before === '{' || before === ',';
  return ';{}:'.includes(before) && ';}:'.includes(last);
}
