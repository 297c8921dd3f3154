/** Asks every rule about every program, and keeps the answers for as long as the program's model holds. */
import type { Finding, Fix } from '../finding.js';
import type { KernelFacts } from '../kernel/facts.js';
import { kernelsInRange } from '../kernel/versions.js';
import type { ModelledProgram } from '../model/modelled-program.js';
import type { ProgramModel } from '../model/model.js';
import type { Placing } from '../model/place.js';
import { isLocated } from '../model/walk/located.js';
import { rules } from '../rules/registry.js';
import type { Watch } from '../syntax/watch.js';
import { isOn, type RuleInput } from '../rules/rule.js';
import { tell } from '../rules/telling.js';
import type { FileSpan } from '../text.js';
import type { LoweredUnit } from '../ir/unit.js';
import type { Notice } from './analysis.js';
import { asConditional, conditionsIn, isForCompiledOnly } from './conditional.js';
import type { Region } from '../syntax/regions.js';
import { memoryJudge } from './judge-memory.js';
import { inTime, runRule, type Said, textOf } from './run-rule.js';
import type { Settings } from './settings.js';
import { soundFixes, wholeFixes, type TextByPath } from './sound-fixes.js';

/** What the rules say of one program; places are within items. */
interface Judgement {
  readonly settings: Settings;
  readonly findings: readonly Said[];
  readonly notices: readonly Notice[];
  /** Whether the time was over before the end. */
  readonly isLate: boolean;
  /** Whether every question about it was answered. */
  readonly isJudged: boolean;
}

export interface Judged {
  /** Programs of which the rules say nothing, or not all: the time or the limits of the search ended first. */
  readonly unjudged: ReadonlySet<ProgramModel>;
  /** At their places in the text and its headers, in order. */
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
}

/** What programs were found in. */
export interface Sources {
  readonly textAt: TextByPath;
  /** The branches of the text that only some builds compile. */
  readonly open: readonly Region[];
  /** The functions that they execute. */
  readonly unit: () => LoweredUnit;
}

export interface Judge {
  judge(programs: readonly ModelledProgram[], sources: Sources, settings: Settings): Judged;
}

/** `forget` is told of programs whose judgement was cut off. */
export function createJudge(
  facts: KernelFacts,
  watch: Watch,
  forget: (program: ModelledProgram) => void,
): Judge {
  const kept = new WeakMap<ProgramModel, Judgement>();
  const judgeMemory = memoryJudge(facts, watch);
  const judgementOf = (program: ModelledProgram, text: string, settings: Settings): Judgement => {
    const { model } = program;
    const before = kept.get(model);
    if (before?.settings === settings) return before;
    const judgement = inTime(() => judgeProgram(model, facts, text, settings));
    if (judgement) kept.set(model, judgement);
    else forget(program);
    return judgement ?? { settings, findings: [], notices: [], isLate: true, isJudged: false };
  };
  return {
    judge(programs, { textAt, unit, open }, settings) {
      const text = textAt();
      const judged = programs.map((program) => ({
        ...judgementOf(program, text, settings),
        model: program.model,
        place: program.place,
      }));
      const judgeable = judged.filter(({ isJudged }) => isJudged).map(({ model }) => model);
      const memory = judgeMemory(judgeable, unit, (span) => textOf(span, text), settings);
      const isCompiled = conditionsIn(open);
      const findings = judged.flatMap(({ findings: own, model, place }) => {
        const findings = [...own, ...(memory.said.get(model) ?? [])];
        const { span } = model.program.section;
        const areCompiled = (places: readonly FileSpan[]): boolean => places.every(isCompiled);
        const isProgramSure = areCompiled([place.used(span), ...place.broughtBy(span)]);
        return findings.flatMap(({ rule, finding }) => {
          const isSure = isProgramSure && areCompiled(place.broughtBy(finding.span));
          const isHere = isSure && areCompiled([place.used(finding.span)]);
          if (!isHere && isForCompiledOnly(finding)) return [];
          const told = tell(rule, isSure ? finding : asConditional(finding), settings);
          const placed = placeFinding({ ...told, fixes: soundFixes(told.fixes) }, place);
          return [{ ...placed, fixes: wholeFixes(placed.fixes, textAt) }];
        });
      });
      const late = judged.filter(({ isLate }) => isLate).map(({ model }) => model.program.name);
      const notices = [...judged.flatMap((each) => each.notices), ...lateNotice(late), ...memory.notices];
      const unjudged = new Set(judged.filter(({ isJudged }) => !isJudged).map(({ model }) => model));
      return { findings: inOrder(onePerPlace(findings)), notices, unjudged };
    },
  };
}

const mostNamed = 3;

/** One for all of them: of programs that were not finished nothing is said, right or wrong. */
function lateNotice(programs: readonly string[]): readonly Notice[] {
  if (programs.length === 0) return [];
  const named = programs.slice(0, mostNamed).join(', ');
  const others = programs.length > mostNamed ? ` and ${programs.length - mostNamed} more` : '';
  const what = programs.length === 1 ? 'the program' : 'the programs';
  const message = `${what} ${named}${others} took too long and ${programs.length === 1 ? 'was' : 'were'} not judged`;
  return [{ kind: 'unjudged', message }];
}

function judgeProgram(model: ProgramModel, facts: KernelFacts, text: string, settings: Settings): Judgement {
  const notices: Notice[] = [];
  if (model.truncated)
    notices.push({
      kind: 'limit',
      message: `the program ${model.program.name} is too large to be followed to its end`,
    });
  if (model.unjudged?.kind === 'failure')
    notices.push({
      kind: 'failure',
      message: `the program ${model.program.name} was not judged: ${model.unjudged.message}`,
    });
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  const input: RuleInput = { model, facts, kernels, settings, textOf: (span) => textOf(span, text) };
  const findings = rules
    .filter((rule) => isOn(rule.meta, settings))
    .flatMap((rule) =>
      runRule(rule.meta, () => rule.check(input), notices).map((finding) => ({ rule: rule.meta, finding })),
    )
    // What could not be read may be what makes it sure: then nothing is said, and not something weaker.
    .filter(({ finding }) => finding.doubt === null || !isCut(model));
  const isLate = model.unjudged?.kind === 'late';
  if (!model.isOverasked()) return { settings, findings, notices, isLate, isJudged: !isLate };
  const words = `the program ${model.program.name} raises more questions than are answered, and is not judged`;
  return {
    settings,
    findings: [],
    notices: [...notices, { kind: 'limit', message: words }],
    isLate,
    isJudged: false,
  };
}

/** Whether the program holds what was too deep to be read. */
function isCut({ program }: ProgramModel): boolean {
  return isLocated(program.span) && program.span.content.gaveUp === true;
}

/** Said of the use of a macro whose text is complained of. */
const usedHere = 'The macro is used here';

/** A finding at its places in the text and its headers. */
export function placeFinding(finding: Finding, place: Placing): Finding {
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
