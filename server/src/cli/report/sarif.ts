/** SARIF 2.1.0, for code scanning: findings with their rules, places, related places and fixes. */
import type { Fix as SarifFix, Location, Region, ReportingDescriptor, Result, Run } from 'sarif';
import type { Finding, Fix, Related, Severity } from '../../core/finding.js';
import { rulePage } from '../../core/rules/page.js';
import type { UnjudgedReason } from '../../core/model/file.js';
import type { RuleMeta } from '../../core/rules/rule.js';
import type { Span } from '../../core/text.js';
import { rangeOf, type Lines } from './positions.js';
import { fileOf, summarise, type CheckedFile, type Report, type SourceFile } from './report.js';
import { sarifLog, uriOf } from './sarif-log.js';

const levels: Readonly<Record<Severity, Result.level>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** The whole log; paths become relative URIs, columns count UTF-16 code units. */
export function sarif(report: Report): string {
  const results = report.files.flatMap((file) =>
    file.findings.map((finding) => resultData(file, finding, report)),
  );
  const properties = {
    kernel: report.kernels.join(', '),
    loader: report.loaders.join(', '),
    programsJudged: summarise(report.files).judged,
    headersNotFound: report.missingHeaders,
  };
  return sarifLog({ rules: report.rules.map(ruleData), semanticVersion: report.version }, results, {
    properties,
    ...notJudged(report),
  });
}

/** Programs that were not judged are notifications of the run, each at its section. */
function notJudged({ files }: Report): Pick<Run, 'invocations'> {
  const toolExecutionNotifications = files.flatMap((file) =>
    file.unjudged.map(({ name, section, reason }) => ({
      level: 'note' as const,
      descriptor: { id: reason },
      message: { text: `${name === null ? 'A program' : `\`${name}\``} was not judged: ${reasons[reason]}` },
      locations: [location(file.path, regionOf(file.source, section.span))],
    })),
  );
  if (toolExecutionNotifications.length === 0) return {};
  return { invocations: [{ executionSuccessful: true, toolExecutionNotifications }] };
}

const reasons: Readonly<Record<UnjudgedReason, string>> = {
  'unknown-section': 'no loader knows its section',
  'too-large': 'it is too large to be followed to its end',
  damaged: 'it does not parse',
};

function ruleData({ id, severity, summary }: RuleMeta): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: summary },
    helpUri: rulePage(id),
    defaultConfiguration: { level: levels[severity] },
  };
}

function resultData(file: CheckedFile, finding: Finding, report: Report): Result {
  const ruleIndex = report.rules.findIndex((rule) => rule.id === finding.rule);
  const { path, source } = file;
  const related = finding.related.map((place, id) =>
    relatedLocation(fileOf(place.span, file, report), place, id),
  );
  return {
    ruleId: finding.rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [location(path, regionOf(source, finding.span))],
    ...(related.length > 0 && { relatedLocations: related }),
    ...(finding.fixes.length > 0 && { fixes: finding.fixes.map((fix) => fixData(file, fix)) }),
    ...(finding.verifier !== undefined && { properties: { verifier: finding.verifier } }),
  };
}

function relatedLocation({ path, source }: SourceFile, { span, message }: Related, id: number): Location {
  return { id, ...location(path, regionOf(source, span)), message: { text: message } };
}

function fixData({ path, source }: CheckedFile, fix: Fix): SarifFix {
  const replacements = fix.edits.map(({ span, text }) => ({
    deletedRegion: regionOf(source, span),
    insertedContent: { text },
  }));
  const artifactLocation = { uri: uriOf(path) };
  return { description: { text: fix.title }, artifactChanges: [{ artifactLocation, replacements }] };
}

function location(path: string, region: Region): Location {
  return { physicalLocation: { artifactLocation: { uri: uriOf(path) }, region } };
}

function regionOf(source: Lines, span: Span): Region {
  const { start, end } = rangeOf(source, span);
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
