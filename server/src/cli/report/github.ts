/** Workflow commands: GitHub shows each finding beside the line it is about. */
import type { Finding, Severity } from '../../core/finding.js';
import { rangeOf } from './positions.js';
import { summarise, type CheckedFile, type Report } from './report.js';
import { unjudgedText } from './unjudged.js';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** `::error file=...,line=...::message` for each finding, and a notice where programs were not judged. */
export function github(report: Report): string {
  const findings = report.files.flatMap((file) => file.findings.map((finding) => command(file, finding)));
  const unjudged = unjudgedText(summarise(report.files));
  const notice = unjudged === null ? '' : `::notice title=ebpf-verdict::${escapeMessage(unjudged)}\n`;
  return findings.join('') + notice;
}

function command({ path, source }: CheckedFile, finding: Finding): string {
  const { start, end } = rangeOf(source, finding.span);
  // A column range is only understood within one line.
  const columns = start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {};
  const properties = {
    file: path,
    line: start.line + 1,
    endLine: end.line + 1,
    ...columns,
    title: finding.rule,
  };
  return workflowCommand(levels[finding.severity], properties, fullMessage(finding));
}

/** One command, with what would end it early escaped. */
export function workflowCommand(
  level: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${level} ${list.join(',')}::${escapeMessage(message)}\n`;
}

function fullMessage({ message, verifier }: Finding): string {
  return verifier === undefined || message.includes(verifier) ? message : `${message}\nverifier: ${verifier}`;
}

function escapeMessage(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
