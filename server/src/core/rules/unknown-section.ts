/** SEC("...") strings that the loader in force does not know, though it nearly does or the other one does. */
import type { Loader, Settings } from '../engine/settings.js';
import type { Fix } from '../finding.js';
import { matchesPattern, type SectionMatch } from '../kernel/sections.js';
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
    const finding = name === null ? null : judge(program, name, facts, settings);
    if (finding) yield finding;
  },
};

function judge(program: Program, name: string, facts: KernelFacts, settings: Settings): RuleFinding | null {
  const { loader } = settings;
  const { match } = program;
  if (match?.understood) return null;
  const bare = name.replace(/^\?/, '');
  const legacy =
    loader === 'libbpf'
      ? facts.legacySections.find((row) => matchesPattern(row.pattern, row.match, bare))
      : undefined;
  const known = facts.sections.filter((row) => row[loader] !== null).map((row) => row.pattern);
  const modern = legacy?.modern ?? match?.row.pattern ?? null;
  const near = modern === null ? closest(bare, known) : meant(bare, known, modern);
  if (near === null && modern === null) return null;
  return finding(program, name, loader, {
    knowing: legacy ? 'libbpf 1.0' : match ? loaderNames[loader] : 'a loader',
    advice: [
      near === null ? '' : `Did you mean \`${near}\`?`,
      legacy?.note ?? '',
      match ? understoodAs(match, legacy !== undefined) : '',
      modern === null
        ? ''
        : `${near === null ? 'Write' : 'Else write'} \`${modern}\`${legacy ? '' : ', or set the loader that you use'}.`,
    ],
    renames: renamesOf(bare, [near, modern], match, facts, settings),
  });
}

/**
 * What the loader in force takes, with what follows the part that was misspelt. Who loads a program by the name of its
 * section looks it up by that: where the other loader takes the name as it is, and may be the one, it is left alone.
 */
function renamesOf(
  bare: string,
  candidates: readonly (string | null)[],
  match: SectionMatch | null,
  facts: KernelFacts,
  { loader, isLoaderAssumed }: Settings,
): readonly string[] {
  if (match && isLoaderAssumed) return [];
  const takes = (name: string): boolean => facts.match(name, loader)?.understood ?? false;
  return candidates.flatMap((to) => {
    if (to === null) return [];
    const rest = bare.split('/').slice(to.split('/').length);
    return [[to, ...rest].join('/'), to].find(takes) ?? [];
  });
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

function understoodAs(match: SectionMatch, isLegacy: boolean): string {
  return `${namesOf(match)} takes it for \`${match.row.pattern}\`${isLegacy ? ', and so it is judged here' : ''}.`;
}

/** What differs between a name that is misspelt, one of an older libbpf, and one of the other loader. */
interface Particulars {
  /** Who does not know it. */
  readonly knowing: string;
  readonly advice: readonly string[];
  /** What may be written instead, the likeliest first. */
  readonly renames: readonly string[];
}

/** With libbpf's words where it finds no program type. */
function finding(
  program: Program,
  name: string,
  loader: Loader,
  { knowing, advice, renames }: Particulars,
): RuleFinding {
  return {
    span: program.section.nameSpan,
    what: `\`${name}\` is not a section that ${knowing} knows`,
    advice: advice.filter(Boolean).join(' '),
    doubt: 'retyped',
    ...(loader === 'libbpf' ? { verifier: `missing BPF prog type, check ELF section name '${name}'` } : {}),
    related: [],
    fixes: renames.map((to) => rename(program, name, to)),
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
