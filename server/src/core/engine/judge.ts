/** Asks every rule about every program, and keeps the answers for as long as the program's model holds. */
import type { Finding, Fix } from '../finding.js';
import type { KernelFacts } from '../kernel/facts.js';
import { kernelsInRange } from '../kernel/versions.js';
import type { ModelledProgram } from '../model/build.js';
import type { ProgramModel } from '../model/model.js';
import type { Placing } from '../model/place.js';
import { isLocated } from '../model/walk/located.js';
import { rules } from '../rules/registry.js';
import type { Rule, RuleFinding, RuleInput, RuleMeta } from '../rules/rule.js';
import { tell } from '../rules/telling.js';
import type { FileSpan } from '../text.js';
import type { Notice } from './analysis.js';
import { asConditional, conditionsIn, type IsCompiled } from './conditional.js';
import type { Settings } from './settings.js';

/** What a rule says, before it is told. */
interface Said {
  readonly rule: RuleMeta;
  readonly finding: RuleFinding;
}

/** What the rules say of one program; places are within items. */
interface Judgement {
  readonly settings: Settings;
  readonly findings: readonly Said[];
  readonly notices: readonly Notice[];
}

export interface Judged {
  /** At their places in the text and its headers, in order. */
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
}

export interface Judge {
  judge(programs: readonly ModelledProgram[], text: string, settings: Settings): Judged;
}

export function createJudge(facts: KernelFacts): Judge {
  const kept = new WeakMap<ProgramModel, Judgement>();
  const judgementOf = (model: ProgramModel, text: string, settings: Settings): Judgement => {
    const before = kept.get(model);
    if (before?.settings === settings) return before;
    const judgement = judgeProgram(model, facts, text, settings);
    kept.set(model, judgement);
    return judgement;
  };
  return {
    judge(programs, text, settings) {
      const judged = programs.map(({ model, place }) => ({
        ...judgementOf(model, text, settings),
        model,
        place,
      }));
      let isCompiled: IsCompiled | null = null;
      const findings = judged.flatMap(({ findings, model, place }) => {
        if (findings.length > 0) isCompiled ??= conditionsIn(text);
        const isSure = isCompiled?.(place.used(model.program.section.span)) ?? true;
        return findings.map(({ rule, finding }) =>
          placeFinding(tell(rule, isSure ? finding : asConditional(finding), settings), place),
        );
      });
      return { findings: inOrder(onePerPlace(findings)), notices: judged.flatMap((each) => each.notices) };
    },
  };
}

function judgeProgram(model: ProgramModel, facts: KernelFacts, text: string, settings: Settings): Judgement {
  const notices: Notice[] = [];
  if (model.truncated)
    notices.push({
      kind: 'limit',
      message: `the program ${model.program.name} is too large to be followed to its end`,
    });
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  const input: RuleInput = { model, facts, kernels, settings, textOf: (span) => textOf(span, text) };
  const findings = rules
    .filter((rule) => settings.severities[rule.meta.id] !== 'off')
    .flatMap((rule) => runRule(rule, input, notices).map((finding) => ({ rule: rule.meta, finding })));
  if (!model.isOverasked()) return { settings, findings, notices };
  const words = `the program ${model.program.name} raises more questions than are answered, and is not judged`;
  return { settings, findings: [], notices: [...notices, { kind: 'limit', message: words }] };
}

function textOf(span: FileSpan, text: string): string {
  return (isLocated(span) ? span.content.text : text).slice(span.start, span.end);
}

/** A rule that throws is left out for this program; the others go on. */
function runRule(rule: Rule, input: RuleInput, notices: Notice[]): readonly RuleFinding[] {
  try {
    return [...rule.check(input)];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    notices.push({ kind: 'failure', message: `the rule ${rule.meta.id} failed: ${words}` });
    return [];
  }
}

/** Said of the use of a macro whose text is complained of. */
const usedHere = 'The macro is used here';

function placeFinding(finding: Finding, place: Placing): Finding {
  const span = place.shown(finding.span);
  const used = place.used(finding.span);
  const isElsewhere = span.path !== used.path || span.end <= used.start || used.end <= span.start;
  const related = finding.related.map((each) => ({ ...each, span: place.shown(each.span) }));
  return {
    ...finding,
    span,
    related: isElsewhere ? [...related, { span: used, message: usedHere }] : related,
    fixes: finding.fixes.flatMap((fix) => placeFix(fix, place)),
  };
}

/** None where an edit would have to change what a macro made. */
function placeFix(fix: Fix, place: Placing): readonly Fix[] {
  const edits = fix.edits.flatMap(({ span, text }) => {
    const edited = place.edited(span);
    return edited ? [{ span: edited, text }] : [];
  });
  return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
}

/** A place in a shared function is told once, for the first program that is surest to reach it; the others are named. */
function onePerPlace(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.span.path ?? ''} ${finding.rule} ${finding.span.start} ${finding.span.end}`;
    const first = byPlace.get(key);
    if (!first) byPlace.set(key, finding);
    else if (isGraver(finding, first)) byPlace.set(key, alsoReached(finding, first));
    else byPlace.set(key, alsoReached(first, finding));
  }
  return [...byPlace.values()];
}

function isGraver(a: Finding, b: Finding): boolean {
  return a.severity === 'error' && b.severity !== 'error';
}

function alsoReached(first: Finding, other: Finding): Finding {
  const place = other.related.find(({ message }) => message === usedHere) ?? other.related[0];
  if (first.program === other.program || !place) return first;
  const note = { ...place, message: `\`${other.program ?? ''}\` gets here, too` };
  const isKnown = first.related.some((each) => each.message === note.message);
  return isKnown ? first : { ...first, related: [...first.related, note] };
}

/** By position. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
