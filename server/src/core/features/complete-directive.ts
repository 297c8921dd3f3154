/** Suppression comments while they are typed: the directive itself, and the ids of rules behind it. */
import { ruleList } from '../engine/rule-list.js';
import { rulePage } from '../rules/page.js';
import { lineBefore } from '../text.js';
import type { Completion } from './completion-entry.js';

const directives: readonly (readonly [string, string])[] = [
  ['ebpf-verdict-disable-next-line', 'Silences the next line.'],
  ['ebpf-verdict-disable-line', 'Silences this line.'],
  ['ebpf-verdict-disable', 'Silences everything from here to `ebpf-verdict-enable` or the end of the file.'],
  ['ebpf-verdict-enable', 'Ends an `ebpf-verdict-disable`.'],
];

/** Completions at an offset in a comment. */
export function completeDirective(text: string, offset: number): readonly Completion[] {
  const line = lineBefore(text, offset);
  return afterDirective(line, offset) ?? beginning(line, offset);
}

/** Ids that are not listed yet; nothing in the reason behind `--`. */
function afterDirective(line: string, offset: number): readonly Completion[] | null {
  const list = /ebpf-verdict-(?:disable-next-line|disable-line|disable|enable)[ \t]+([^*]*)$/.exec(line)?.[1];
  if (list === undefined) return null;
  if (list.includes('--')) return [];
  const typed = /[\w-]*$/.exec(list)?.[0] ?? '';
  const before = list.slice(0, list.length - typed.length).split(/[\s,]+/);
  const span = { start: offset - typed.length, end: offset };
  return ruleList
    .filter(({ id }) => !before.includes(id))
    .map(({ id, summary, severity }) => ({
      kind: 'rule',
      label: id,
      hint: '',
      detail: severity,
      documentation: `${summary}.\n\n[About the rule](${rulePage(id)})`,
      isRefused: false,
      span,
    }));
}

/** The comment's first word, once it can only be ours. */
function beginning(line: string, offset: number): readonly Completion[] {
  const typed = /(?:\/\/|\/\*)[ \t]*(e[\w-]*|)$/.exec(line)?.[1];
  if (typed === undefined || !directives.some(([name]) => name.startsWith(typed))) return [];
  const span = { start: offset - typed.length, end: offset };
  return directives.map(([label, words]) => ({
    kind: 'directive',
    label,
    snippet: `${label} $0`,
    hint: '',
    detail: 'eBPF Verdict',
    documentation: words,
    isRefused: false,
    span,
  }));
}
