/** Puts the engine together: parser, tables, model, rules, suppressions. */
import type { Finding } from '../finding.js';
import { createFacts, type KernelFacts } from '../kernel/facts.js';
import { kernelsInRange } from '../kernel/versions.js';
import { modelBuilder, type ModelBuilder } from '../model/build.js';
import { isBpfSource } from '../model/detect.js';
import type { FileModel } from '../model/model.js';
import { rules } from '../rules/registry.js';
import type { Rule, RuleFinding, RuleInput } from '../rules/rule.js';
import { createSyntax } from '../syntax/parser.js';
import type { Define, SyntaxFile } from '../syntax/ast.js';
import type { Syntax, SyntaxSession } from '../syntax/syntax.js';
import { lineStarts } from '../text.js';
import type { Analysis, HeaderAnalysis, Notice } from './analysis.js';
import { headerStore, type Header, type HeaderStore, type IncludeReader } from './headers.js';
import type { Assets, Engine, Session } from './engine.js';
import type { Settings } from './settings.js';
import { ruleList } from './rule-list.js';
import { directivesIn, suppress, type Suppressed } from './suppress.js';
import { unusedFindings, unusedSuppression } from './unused.js';

/** Loads the parser and the tables. `now` gives milliseconds, for the parser's time budget. */
export async function createEngine(assets: Assets, now: () => number): Promise<Engine> {
  const facts = createFacts(assets.tables);
  const syntax = await createSyntax({ runtime: assets.runtime, grammar: assets.grammar, now });
  const store = headerStore(syntax);
  return {
    facts,
    rules: ruleList,
    open: (path, reader) => openSession(path, syntax, store, facts, reader),
  };
}

function openSession(
  path: string,
  syntax: Syntax,
  store: HeaderStore,
  facts: KernelFacts,
  reader: IncludeReader | undefined,
): Session {
  const session = syntax.open();
  const builder = modelBuilder(facts, (text) => syntax.parseStatements(text));
  const read = headerReading(session, store, path, reader);
  let last: { analysis: Analysis; headers: readonly Header[] } | null = null;
  return {
    analyse(text, settings) {
      const { file, headers } = read(text);
      const isSame =
        last?.analysis.text === text &&
        last.analysis.settings === settings &&
        sameHeaders(last.headers, headers);
      if (!last || !isSame)
        last = { headers, analysis: analyse(path, file, headers, text, settings, builder, facts) };
      return last.analysis;
    },
    dispose: () => session.dispose(),
  };
}

function sameHeaders(a: readonly Header[], b: readonly Header[]): boolean {
  return a.length === b.length && a.every((header, i) => header === b[i]);
}

interface Read {
  readonly file: SyntaxFile;
  readonly headers: readonly Header[];
}

/** Parses a text with its headers. Their macros shape how it parses, and they are known after a first parse only. */
function headerReading(
  session: SyntaxSession,
  store: HeaderStore,
  path: string,
  reader: IncludeReader | undefined,
): (text: string) => Read {
  let headers: readonly Header[] = [];
  let outer: readonly Define[] = [];
  let last: { text: string; read: Read } | null = null;
  return (text) => {
    const file = last?.text === text ? last.read.file : session.parse(text, outer);
    const now = reader ? store.headersOf(file, path, reader) : [];
    if (sameHeaders(now, headers)) return (last = { text, read: { file, headers } }).read;
    headers = now;
    outer = now.flatMap((header) => header.file.defines);
    return (last = { text, read: { file: session.parse(text, outer), headers } }).read;
  };
}

function analyse(
  path: string,
  file: SyntaxFile,
  headers: readonly Header[],
  text: string,
  settings: Settings,
  builder: ModelBuilder,
  facts: KernelFacts,
): Analysis {
  const lines = lineStarts(text);
  const { model, programs } = builder.build(file, headers, text, settings.loader);
  const isBpf = isBpfSource(path, file, programs);
  const notices = noticesOf(file, model);
  const found = isBpf ? runRules(model, facts, settings, notices) : [];
  const own = found.filter((finding) => finding.span.path === undefined);
  // What the comments of a header silence may only be found from a text that includes it.
  const isPartial = notices.length > 0 || path.endsWith('.h');
  const findings = isBpf ? suppressed(own, file, text, lines, settings, isPartial) : [];
  return Object.freeze({
    text,
    lines,
    settings,
    isBpf,
    file: isBpf ? model.file : nothingOf(model),
    model,
    findings,
    headers: headers.map((header) => analyseHeader(header, found)),
    notices,
  });
}

/** A header's part of the findings. What its directives silence here may matter to another text. */
function analyseHeader({ path, text, lines, file }: Header, found: readonly Finding[]): HeaderAnalysis {
  const own = found.filter((finding) => finding.span.path === path);
  const { findings } = suppress(own, own.length > 0 ? directivesIn(file.comments, lines) : [], lines);
  return { path, text, lines, findings };
}

/** What no comment silences, with the comments that silence nothing. */
function suppressed(
  found: readonly Finding[],
  file: SyntaxFile,
  text: string,
  lines: readonly number[],
  settings: Settings,
  isPartial: boolean,
): readonly Finding[] {
  const directives = directivesIn(file.comments, lines);
  const { findings, unused }: Suppressed = suppress(found, directives, lines);
  if (unused.length === 0) return findings;
  const damaged = file.items.filter((item) => item.content.damage.length > 0);
  const needless = unusedFindings(
    unused,
    text,
    settings,
    ruleList.map((rule) => rule.id),
    { all: isPartial, spans: damaged.map(({ start, end }) => ({ start, end })) },
  );
  const own = directives.filter((each) => each.ids.includes(unusedSuppression.id));
  return inOrder([...findings, ...suppress(needless, own, lines).findings]);
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function nothingOf(model: FileModel): FileModel['file'] {
  return { ...model.file, programs: [], otherSections: [] };
}

function noticesOf(file: SyntaxFile, model: FileModel): Notice[] {
  const messages: string[] = [];
  if (file.incomplete === 'size') messages.push('the file is too large to be judged');
  if (file.incomplete === 'time') messages.push('the file took too long to parse and was not judged');
  for (const name of model.truncated)
    messages.push(`the program ${name} is too large to be followed to its end`);
  return messages.map((message) => ({ kind: 'limit', message }));
}

function runRules(
  model: FileModel,
  facts: KernelFacts,
  settings: Settings,
  notices: Notice[],
): readonly Finding[] {
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  const found = rules.flatMap((rule) => {
    const level = settings.severities[rule.meta.id];
    if (level === 'off') return [];
    return runRule(rule, { model, facts, kernels, settings }, notices).map((finding) => ({
      ...finding,
      rule: rule.meta.id,
      severity: level ?? finding.severity ?? rule.meta.severity,
    }));
  });
  return inOrder(onePerPlace(found));
}

/** A rule that throws is left out for this text; the others go on. */
function runRule(rule: Rule, input: RuleInput, notices: Notice[]): readonly RuleFinding[] {
  try {
    return [...rule.check(input)];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    notices.push({ kind: 'failure', message: `the rule ${rule.meta.id} failed: ${words}` });
    return [];
  }
}

/** A place in a shared function is told once, for the first program that reaches it. */
function onePerPlace(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = `${finding.span.path ?? ''} ${finding.rule} ${finding.span.start} ${finding.span.end}`;
    return !seen.has(key) && seen.add(key);
  });
}
