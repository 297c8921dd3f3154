/** The report for other programs. Its shape is an interface: it only ever gains keys. */
import type { Finding } from '../../core/finding.js';
import type { Program } from '../../core/model/file.js';
import { positionOf, rangeOf, type Lines } from './positions.js';
import { summarise, type CheckedFile, type Report } from './report.js';

/** One JSON object, indented. */
export function json(report: Report): string {
  const { files } = report;
  const data = {
    version: 1,
    kernel: report.kernels.join(', '),
    files: files.map(fileData),
    summary: summaryData(files),
    headersNotFound: report.missingHeaders,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** Numbers only, each under a key of its own. */
function summaryData(files: readonly CheckedFile[]): object {
  const { unjudged, ...summary } = summarise(files);
  return {
    ...summary,
    unknownSection: unjudged['unknown-section'],
    tooLarge: unjudged['too-large'],
    damaged: unjudged.damaged,
  };
}

function fileData({ path, source, programs, unjudged, findings }: CheckedFile): object {
  return {
    path,
    programs: programs.map((program) => programData(source, program)),
    unjudged: unjudged.map(({ name, section, reason }) => ({
      name,
      section: section.name,
      line: positionOf(source, section.span.start).line + 1,
      reason,
    })),
    diagnostics: findings.map((finding) => diagnosticData(source, finding)),
  };
}

/** Lines of programs count from 1, as compilers and editors show them. */
function programData(source: Lines, { name, nameSpan, section, match }: Program): object {
  return {
    name,
    section: section.name,
    programType: match?.spec.programType ?? null,
    attachType: match?.spec.attachType ?? null,
    context: match?.spec.context ?? null,
    line: positionOf(source, nameSpan.start).line + 1,
  };
}

/** Keys that do not apply are undefined, and so are left out. */
function diagnosticData(source: Lines, finding: Finding): object {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    range: rangeOf(source, finding.span),
    program: finding.program,
    struct: finding.struct,
    field: finding.field,
    access: finding.access,
    size: finding.size,
    verifier: finding.verifier,
    witness: finding.witness,
    fixes: finding.fixes.map(({ title, safe }) => ({ title, safe })),
  };
}
