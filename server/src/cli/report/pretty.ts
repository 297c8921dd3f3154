/** The report for people: each finding with its source, what explains it, and how to mend it; then the sum. */
import type { Finding, Fix, Related, Severity } from '../../core/finding.js';
import { keepMarkers, paintInline, wrapProse } from '../inline.js';
import type { Colours } from '../terminal.js';
import { printable } from './columns.js';
import { excerpt, type Mark } from './excerpt.js';
import { lineAndColumn } from './positions.js';
import {
  fileOf,
  summarise,
  type CheckedFile,
  type Report,
  type SourceFile,
  type Style,
  type Summary,
} from './report.js';
import { unjudgedLines, unjudgedText } from './unjudged.js';

/** Findings in order, a blank line after each, and a summary at the end. */
export function pretty(report: Report, style: Style): string {
  const findings = report.files.flatMap((file) =>
    file.findings.map((finding) => findingLines(file, finding, report, style)),
  );
  return [...findings.map((lines) => [...lines, '']), summaryLines(report, style.colours)]
    .flat()
    .map((line) => `${line}\n`)
    .join('');
}

function findingLines(file: CheckedFile, finding: Finding, report: Report, style: Style): readonly string[] {
  const { colours } = style;
  const place = colours.bold(`${printable(file.path)}:${lineAndColumn(file.source, finding.span.start)}`);
  const severity = paintFor(finding.severity, colours)(colours.bold(finding.severity));
  return [
    `${place}  ${severity}  ${colours.cyan(finding.rule)}`,
    ...messageLines(finding, style),
    ...excerpt(file.source, marksOf(finding, colours), style),
    ...finding.related
      .filter(({ span }) => span.path !== undefined)
      .flatMap((place) => elsewhereLines(place, fileOf(place.span, file, report), style)),
    ...verifierLines(finding, colours),
    ...finding.fixes.map((fix) => fixLine(fix, colours)),
  ];
}

/** Wrapped for a terminal only: other readers search whole sentences. */
function messageLines({ message }: Finding, { colours, columns }: Style): readonly string[] {
  const lines = wrapProse(message, columns === null ? Infinity : Math.max(30, Math.min(columns, 120) - 4));
  return lines.map((line) => `  ${prose(printable(line), colours)}`);
}

function prose(text: string, colours: Colours): string {
  return colours.isColorSupported ? paintInline(text, colours) : keepMarkers(text);
}

function marksOf({ span, severity, related }: Finding, colours: Colours): readonly Mark[] {
  const explaining = related
    .filter((place) => place.span.path === undefined)
    .map((place) => markOf(place, colours));
  return [{ span, isMain: true, label: '', paint: paintFor(severity, colours) }, ...explaining];
}

function markOf({ span, message }: Related, { blue }: Colours): Mark {
  return { span, isMain: false, label: printable(message), paint: blue };
}

/** A related place in another file, with its source. */
function elsewhereLines(place: Related, { path, source }: SourceFile, style: Style): readonly string[] {
  const where = `${printable(path)}:${lineAndColumn(source, place.span.start)}`;
  return [
    `  ${style.colours.blue('see')} ${where}`,
    ...excerpt(source, [markOf(place, style.colours)], style),
  ];
}

/** The verifier's words, where the message does not quote them already. */
function verifierLines({ verifier, message }: Finding, colours: Colours): readonly string[] {
  return verifier === undefined || message.includes(verifier)
    ? []
    : [`  ${colours.blue('verifier says')}  ${printable(verifier)}`];
}

function fixLine({ title, safe }: Fix, colours: Colours): string {
  const how = safe ? '--fix' : '--fix --unsafe-fixes';
  return `  ${colours.green('fix')}  ${prose(printable(title), colours)} ${colours.dim(`(${how})`)}`;
}

function paintFor(severity: Severity, colours: Colours): (text: string) => string {
  const paints = {
    error: colours.red,
    warning: colours.yellow,
    information: colours.cyan,
    hint: colours.green,
  };
  return paints[severity];
}

function summaryLines(report: Report, colours: Colours): readonly string[] {
  const summary = summarise(report.files);
  const unjudged = unjudgedText(summary);
  const checked = checkedText(report.files, summary) + (unjudged === null ? '' : `; ${unjudged}`);
  const target = `kernel ${report.kernels.join(', ')}, ${report.loaders.join(', ')}`;
  const findings = report.files.flatMap((file) => file.findings);
  const hidden = [...unjudgedLines(report.files).map(colours.dim), ...hiddenLines(report, colours)];
  if (findings.length === 0) return [`${colours.green('No findings')}; ${checked} (${target}).`, ...hidden];
  const first = findings[0]?.rule ?? '';
  return [
    `${counts(summary, colours)}; ${checked} (${target}).`,
    ...fixableLines(findings),
    ...hidden,
    colours.dim(`More about a rule: ebpf-verdict explain ${first}`),
  ];
}

function hiddenLines({ hiddenHints }: Report, colours: Colours): readonly string[] {
  return hiddenHints === 0 ? [] : [colours.dim(`${count(hiddenHints, 'hint')} not shown: add --hints`)];
}

/** A file without a program, such as a header, is told apart: what is wrong there shows through others only. */
function checkedText(files: readonly CheckedFile[], summary: Summary): string {
  const without = files.filter(({ programs }) => programs.length === 0).length;
  if (without === files.length)
    return without === 0 ? 'no files' : `no programs in ${count(without, 'file')}`;
  const checked = `${count(summary.judged, 'program')} in ${count(files.length, 'file')} checked`;
  return without === 0 ? checked : `${checked}, ${without} of them without programs`;
}

function counts(summary: Summary, colours: Colours): string {
  const parts = [
    [summary.errors, 'error', colours.red],
    [summary.warnings, 'warning', colours.yellow],
    [summary.information, 'remark', colours.cyan],
    [summary.hints, 'hint', colours.green],
  ] as const;
  const shown = parts.filter(([number]) => number > 0);
  return shown.map(([number, noun, paint]) => paint(colours.bold(count(number, noun)))).join(', ');
}

function fixableLines(findings: readonly Finding[]): readonly string[] {
  const safe = findings.filter((finding) => finding.fixes.some((fix) => fix.safe)).length;
  const unsafe = findings.filter((finding) => finding.fixes.length > 0).length - safe;
  const parts = [
    ...(safe > 0 ? [`${safe} can be fixed with --fix`] : []),
    ...(unsafe > 0 ? [`${unsafe}${safe > 0 ? ' more' : ''} can be fixed with --fix --unsafe-fixes`] : []),
  ];
  return parts.length === 0 ? [] : [`${parts.join(', ')}.`];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
