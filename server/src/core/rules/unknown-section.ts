/** SEC("...") strings that the loader in force does not know, though it nearly does or the other one does. */
import type { Loader } from '../engine/settings.js';
import type { Fix } from '../finding.js';
import { matchesPattern, type LegacySectionRow, type SectionMatch } from '../kernel/sections.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { Program } from '../model/file.js';
import { closest } from './closest.js';
import type { Rule, RuleFinding } from './rule.js';

export const unknownSection: Rule = {
  meta: {
    id: 'unknown-section',
    severity: 'warning',
    fixable: true,
    summary:
      'The loader does not know this section: it is misspelt, from an older libbpf, or of the other loader',
  },
  *check({ model: { program }, facts, settings }) {
    const { name } = program.section;
    const finding = name === null ? null : judge(program, name, facts, settings.loader);
    if (finding) yield finding;
  },
};

function judge(program: Program, name: string, facts: KernelFacts, loader: Loader): RuleFinding | null {
  if (program.match?.understood) return null;
  const bare = name.replace(/^\?/, '');
  const legacy =
    loader === 'libbpf'
      ? facts.legacySections.find((row) => matchesPattern(row.pattern, row.match, bare))
      : undefined;
  const known = facts.sections.filter((row) => row[loader] !== null).map((row) => row.pattern);
  if (legacy) return ofLegacy(program, name, legacy, meant(bare, known, legacy.modern));
  if (program.match) {
    return ofOtherLoader(program, name, program.match, loader, meant(bare, known, program.match.row.pattern));
  }
  const near = closest(bare, known);
  return near === null ? null : misspelt(program, name, near);
}

/** The whole name misspelt, as in `tc/ingres`, though a loader takes a part of it for `taken`. */
function meant(bare: string, known: readonly string[], taken: string): string | null {
  const depth = bare.split('/').length;
  const near = closest(
    bare,
    known.filter((pattern) => pattern.split('/').length >= depth),
  );
  return near === taken ? null : near;
}

const loaderNames: Readonly<Record<Loader, string>> = { libbpf: 'libbpf', cilium: 'cilium/ebpf' };

function namesOf(match: SectionMatch): string {
  return match.loaders.map((who) => loaderNames[who]).join(' and ');
}

function ofOtherLoader(
  program: Program,
  name: string,
  match: SectionMatch,
  loader: Loader,
  near: string | null,
): RuleFinding {
  const { pattern } = match.row;
  return finding(
    program,
    `${loaderNames[loader]} does not know the section \`${name}\`${question(near) || ';'} ${namesOf(match)} takes it for ` +
      `\`${pattern}\` (${match.spec.programType}). ${near === null ? 'Write' : 'Else write'} \`${pattern}\`, or set the loader that you use.`,
    renames(program, name, near, pattern),
    loader === 'libbpf' ? libbpfSays(program) : null,
  );
}

function ofLegacy(
  program: Program,
  name: string,
  legacy: LegacySectionRow,
  near: string | null,
): RuleFinding {
  const { match } = program;
  const understood = match
    ? ` ${namesOf(match)} takes it for \`${match.row.pattern}\`, and so it is judged here.`
    : '';
  return finding(
    program,
    `libbpf since 1.0 does not take the section \`${name}\`${question(near) || '.'} ${legacy.note}${understood}`,
    renames(program, name, near, legacy.modern),
  );
}

function question(near: string | null): string {
  return near === null ? '' : `: did you mean \`${near}\`?`;
}

function renames(program: Program, name: string, near: string | null, to: string): readonly Fix[] {
  return [near, to].flatMap((each) => (each === null ? [] : [rename(program, name, each)]));
}

function misspelt(program: Program, name: string, near: string): RuleFinding {
  return finding(program, `No loader knows the section \`${name}\`: did you mean \`${near}\`?`, [
    rename(program, name, near),
  ]);
}

/** libbpf's words where it finds no program type; a loading program may still set one. */
function libbpfSays(program: Program): Pick<RuleFinding, 'verifier'> & { readonly words: string } {
  const verifier = `missing BPF prog type, check ELF section name '${program.section.name ?? ''}'`;
  return { verifier, words: ` libbpf says \`${verifier}\`.` };
}

function finding(
  program: Program,
  message: string,
  fixes: readonly Fix[],
  says: ReturnType<typeof libbpfSays> | null = libbpfSays(program),
): RuleFinding {
  return {
    span: program.section.nameSpan,
    message: message + (says?.words ?? ''),
    ...(says?.verifier ? { verifier: says.verifier } : {}),
    related: [],
    fixes,
    program: program.name,
  };
}

/** Renames the section where its string stands here; the program's type may change, so it is not safe. */
function rename(program: Program, name: string, to: string): Fix {
  const text = `"${name.startsWith('?') ? '?' : ''}${to}"`;
  return {
    title: `Change the section to ${text}`,
    safe: false,
    edits: [{ span: program.section.nameSpan, text }],
  };
}
