/** Sections whose target the kernel lacks, where its types are at hand: functions, tracepoints, hooks, iterators. */
import type { KernelTypes } from '../btf/kernel-types.js';
import type { Fix } from '../finding.js';
import type { SectionMatch } from '../kernel/sections.js';
import type { Program } from '../model/file.js';
import { closest } from './closest.js';
import type { Rule, RuleFinding } from './rule.js';

export const attachTarget: Rule = {
  meta: {
    id: 'attach-target',
    severity: 'error',
    fixable: true,
    needsTypes: true,
    summary: 'The kernel that the program must load on has no such function, tracepoint or hook',
  },
  *check({ model: { program }, settings: { types } }) {
    const { match } = program;
    if (types && match && !match.optional) yield* judge(program, match, types);
  },
};

/** A section that begins with `?` is left to its loader, which may ask the kernel first. */
function* judge(program: Program, match: SectionMatch, types: KernelTypes): Iterable<RuleFinding> {
  const { attachesTo } = match.spec;
  const name = targetOf(match);
  if (!attachesTo || name === null || types.has(attachesTo.kind, attachesTo.prefix + name)) return;
  const near = nearest(name, attachesTo, types);
  yield {
    span: program.section.nameSpan,
    what: `\`${name}\` is not in ${types.name}`,
    verifier: `failed to find kernel BTF type ID of '${name}'`,
    advice: near === null ? '' : `Did you mean \`${near}\`?`,
    doubt: attachesTo.inModules ? 'modular' : null,
    related: [],
    fixes: near === null ? [] : [rename(program, `${match.row.pattern}/${near}`)],
    program: program.name,
  };
}

/** Null for patterns of names, and for what names a module, whose types may be anywhere. */
function targetOf({ target }: SectionMatch): string | null {
  return target !== null && /^\w+$/.test(target) ? target : null;
}

function nearest(
  name: string,
  { kind, prefix }: NonNullable<SectionMatch['spec']['attachesTo']>,
  types: KernelTypes,
): string | null {
  const names: string[] = [];
  for (const each of types.names(kind))
    if (each.startsWith(prefix) && Math.abs(each.length - prefix.length - name.length) <= 2)
      names.push(each.slice(prefix.length));
  return closest(name, names);
}

function rename({ section }: Program, to: string): Fix {
  const text = `"${to}"`;
  return {
    title: `Change the section to ${text}`,
    safe: false,
    edits: [{ span: section.nameSpan, text }],
  };
}
