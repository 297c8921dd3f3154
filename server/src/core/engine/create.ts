/** Puts the engine together: parser, tables, model, rules, suppressions. */
import type { Finding } from '../finding.js';
import { createFacts, type KernelFacts } from '../kernel/facts.js';
import { irBuilder, type LoweredUnit } from '../ir/unit.js';
import { messageTable, type MessageTable, type RawMessages } from '../log/messages.js';
import { modelBuilder, placedModel, type ModelBuilder } from '../model/build.js';
import { isBpfSource } from '../model/detect.js';
import type { FileModel } from '../model/model.js';
import { createSyntax } from '../syntax/parser.js';
import { libraryMacros } from '../syntax/expand/library.js';
import type { Macros } from '../syntax/expand/table.js';
import { emptyFile, type Outline, type SyntaxFile } from '../syntax/file.js';
import { isTypeDump } from '../syntax/known-headers.js';
import { createWatch, MOST_TIME, type Watch } from '../syntax/watch.js';
import type { Syntax, SyntaxSession } from '../syntax/syntax.js';
import { lineStarts } from '../text.js';
import type { Analysis, HeaderAnalysis } from './analysis.js';
import { failedAnalysis } from './failed.js';
import { headerStore, type Header, type HeaderStore, type IncludeReader, type Reached } from './headers.js';
import type { Assets, Engine, Session } from './engine.js';
import { isLibraryMacro } from './library-macros.js';
import type { Settings } from './settings.js';
import { withMaps } from './judge-maps.js';
import { createJudge, inOrder, type Judge, type Judged, type Sources } from './judge.js';
import { isOn } from '../rules/rule.js';
import { ruleList } from './rule-list.js';
import { noticesOf } from './notices.js';
import { directivesIn, suppress, type Suppressed } from './suppress.js';
import { unusedFindings, unusedSuppression } from './unused.js';

/**
 * Loads the parser and the tables. `now` gives milliseconds, of processor time where there is such a clock, and
 * `mostTime` is how many of them one analysis may take.
 */
export async function createEngine(assets: Assets, now: () => number, mostTime = MOST_TIME): Promise<Engine> {
  const facts = createFacts(assets.tables);
  const { runtime, grammar } = assets;
  const watch = createWatch(now, mostTime);
  const syntax = await createSyntax({ runtime, grammar, watch }, (macro) =>
    isLibraryMacro(macro, facts.readings),
  );
  let messages: MessageTable | null = null;
  const store = headerStore(syntax);
  return {
    facts,
    get messages() {
      return (messages ??= messageTable(assets.tables.messages as RawMessages));
    },
    rules: ruleList,
    open: (path, reader) => openSession(path, { syntax, store, facts, watch }, reader),
  };
}

/** What all sessions of an engine have in common. */
interface Shared {
  readonly syntax: Syntax;
  readonly store: HeaderStore;
  readonly facts: KernelFacts;
  readonly watch: Watch;
}

function openSession(
  path: string,
  { syntax, store, facts, watch }: Shared,
  reader: IncludeReader | undefined,
): Session {
  const session = syntax.open();
  const parse: Syntax['parseStatements'] = (text) => syntax.parseStatements(text);
  const builder = modelBuilder(facts, parse, watch, path);
  const workshop: Workshop = {
    builder,
    lower: irBuilder(facts, parse),
    judge: createJudge(facts, watch, (program) => builder.forget(program)),
    facts,
  };
  const read = headerReading(session, store, path, reader);
  let last: { analysis: Analysis; reached: Reached } | null = null;
  return {
    analyse(text, settings) {
      watch.start();
      try {
        const { file, reached } = read(text);
        const isKnown =
          last?.analysis.text === text && last.analysis.settings === settings && last.reached === reached;
        if (!last || !isKnown)
          last = { reached, analysis: analyse(path, { file, reached }, text, settings, workshop) };
        return last.analysis;
      } catch (error) {
        session.dispose();
        last = null;
        return failedAnalysis(text, settings, error);
      } finally {
        watch.stop();
      }
    },
    dispose: () => session.dispose(),
  };
}

const nothing: Reached = {
  headers: [],
  ...{ macros: libraryMacros, before: libraryMacros },
  missing: [],
  hasTypeDump: false,
};

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

interface Read {
  readonly file: SyntaxFile;
  readonly reached: Reached;
}

const notRead: Read = { file: emptyFile, reached: nothing };

/** Parses a text with its headers, whose macros shape how it parses. */
function headerReading(
  session: SyntaxSession,
  store: HeaderStore,
  path: string,
  reader: IncludeReader | undefined,
): (text: string) => Read {
  let reached = nothing;
  let last: { text: string; read: Read } | null = null;
  return (text) => {
    if (isTypeDump(path, text.length, text)) return notRead;
    const known = last?.text === text ? last.read.file : null;
    const outline = (before: Macros): Outline => known ?? session.outline(text, reached.macros, before);
    const now = reader ? store.reach(outline, path, reader) : nothing;
    const isSameCode = isSame(now.headers, reached.headers) && now.macros === reached.macros;
    if (!isSameCode || !isSame(now.missing, reached.missing) || now.hasTypeDump !== reached.hasTypeDump)
      reached = now;
    const file = (isSameCode ? known : null) ?? session.parse(text, now.macros, now.before);
    return (last = { text, read: { file, reached } }).read;
  };
}

/** What makes an analysis of a parsed text. */
interface Workshop {
  readonly builder: ModelBuilder;
  readonly lower: ReturnType<typeof irBuilder>;
  readonly judge: Judge;
  readonly facts: KernelFacts;
}

function analyse(
  path: string,
  { file, reached }: Read,
  text: string,
  settings: Settings,
  { builder, lower, judge, facts }: Workshop,
): Analysis {
  const lines = lineStarts(text);
  const { headers, missing } = reached;
  const models = builder.build(file, reached, settings);
  const isBpf = isBpfSource(
    path,
    [file, ...headers.map((header) => header.file)],
    models.programs.map(({ placed }) => placed),
  );
  let ir: LoweredUnit | null = null;
  const unit = (): LoweredUnit => (ir ??= lower(file, models.symbols));
  const sources = { ...sourcesOf(text, file, headers), unit };
  const judged = isBpf
    ? withMaps(judge.judge(models.programs, sources, settings), models, facts, sources, settings)
    : nothingJudged;
  const notices = [...noticesOf(file, lines), ...judged.notices];
  const own = judged.findings.filter((finding) => finding.span.path === undefined);
  // What the comments of a header silence may only be found from a text that includes it.
  const isPartial = notices.length > 0 || path.endsWith('.h');
  const findings = isBpf ? suppressed(own, file, text, lines, settings, isPartial) : [];
  let model: FileModel | null = null;
  return Object.freeze({
    text,
    lines,
    settings,
    isBpf,
    get file() {
      const read = models.file(judged.unjudged);
      return isBpf ? read : { ...read, programs: [], unjudged: [], otherSections: [] };
    },
    get model() {
      return (model ??= placedModel(models, models.file(judged.unjudged)));
    },
    get ir() {
      return unit();
    },
    get maps() {
      return isBpf ? models.maps() : [];
    },
    findings,
    headers: headers.map((header) => analyseHeader(header, judged.findings)),
    missingHeaders: missing,
    notices,
  });
}

const nothingJudged: Judged = { findings: [], notices: [], unjudged: new Set() };

function sourcesOf(text: string, file: SyntaxFile, headers: readonly Header[]): Omit<Sources, 'unit'> {
  const byPath = new Map(headers.map((header) => [header.path, header.text]));
  return { textAt: (path) => (path === undefined ? text : (byPath.get(path) ?? '')), open: file.open };
}

/** A header's part of the findings. What its directives silence here may matter to another text. */
function analyseHeader({ path, text, lines, file }: Header, found: readonly Finding[]): HeaderAnalysis {
  const own = found.filter((finding) => finding.span.path === path);
  const { findings } = suppress(own, own.length > 0 ? directivesIn(file.comments, lines) : [], lines);
  return { path, text, lines, findings };
}

/** A file with more idle comments than this is not written by hand, and nobody reads so many hints. */
const mostUnused = 500;

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
  if (unused.length === 0 || unused.length > mostUnused) return findings;
  const damaged = file.items.filter((item) => item.content.damage.length > 0);
  const needless = unusedFindings(
    unused,
    text,
    settings,
    ruleList.map((rule) => rule.id),
    ruleList.filter((rule) => isOn(rule, settings)).map((rule) => rule.id),
    { all: isPartial, spans: damaged.map(({ start, end }) => ({ start, end })) },
  );
  const own = directives.filter((each) => each.ids.includes(unusedSuppression.id));
  return inOrder([...findings, ...suppress(needless, own, lines).findings]);
}
