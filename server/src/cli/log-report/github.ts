/** Workflow commands: GitHub shows each refusal beside the line it is about. */
import { workflowCommand } from '../report/github.js';
import type { SourcePlace } from '../../core/log/place.js';
import { faults, headline, levelOf, onKernels, type LogReporter, type Reported } from './report.js';

/** `::error file=...,line=...::message` for each fault. */
export const githubLog: LogReporter = (report) => faults(report).map(command).join('');

function command(found: Reported): string {
  const { at, program, message, why, fix } = found;
  const place = at === null ? {} : placeProperties(at);
  const title = program === null ? 'verifier' : `verifier: ${program}`;
  const words = [
    `${headline(found)}${onKernels(found)}`,
    ...(why !== null && message !== null ? [`verifier: ${message}`] : []),
    ...(fix === null ? [] : [fix]),
  ];
  return workflowCommand(levelOf(found), { ...place, title }, words.join('\n'));
}

function placeProperties({ file, line, column }: SourcePlace): Readonly<Record<string, string | number>> {
  return {
    ...(file !== null && { file }),
    ...(line !== null && { line: line + 1 }),
    ...(column !== null && { col: column + 1 }),
  };
}
