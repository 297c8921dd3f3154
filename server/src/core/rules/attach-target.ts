/** Sections whose target the kernel lacks, where its types are at hand: functions, tracepoints, hooks, iterators. */
import type { KernelTypes } from '../btf/kernel-types.js';
import type { Fix } from '../finding.js';
import type { SectionMatch } from '../kernel/sections.js';
import type { Program } from '../model/file.js';
import type { StructOpsMember } from '../model/struct-ops.js';
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
  *check({ model, settings: { types } }) {
    const { match } = model.program;
    if (!types || !match || match.optional) return;
    yield* judge(model.program, match, types);
    if (model.setTo) yield* judgeMember(model.program, model.setTo, types);
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

/** A struct that the kernel does not have may be a module's; a loader may clear a member before it loads the map. */
function* judgeMember(
  program: Program,
  { struct, member, at }: StructOpsMember,
  types: KernelTypes,
): Iterable<RuleFinding> {
  const name = struct.replace(/___.*$/, '');
  const record = types.record('struct', name);
  if (!record || record.member(member)) return;
  yield {
    span: at,
    what: `\`${member}\` is no member of \`${name}\` in ${types.name}`,
    verifier: `Cannot find member ${member} in kernel BTF`,
    advice: 'Kernels without it take the map only with the member left out.',
    doubt: 'cleared',
    related: [],
    fixes: [],
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
