/** Runs the bundled command line over texts and compares what it reports with their marks. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marksIn } from './marks.js';

export interface Reported {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly verifier?: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** A text to check, with the options that it asks for. */
export interface Case {
  readonly name: string;
  readonly text: string;
  /** The rule that marks without a name mean. */
  readonly rule: string;
  readonly options: readonly string[];
}

/** What the command line reports for each case, in order. One process for all cases with the same options. */
export function reportedFor(cases: readonly Case[]): readonly (readonly Reported[])[] {
  const results = new Map<Case, readonly Reported[]>();
  for (const options of new Set(cases.map(optionsOf))) {
    const group = cases.filter((each) => optionsOf(each) === options);
    const reports = runGroup(group);
    group.forEach((each, i) => results.set(each, reports[i] ?? []));
  }
  return cases.map((each) => results.get(each) ?? []);
}

function optionsOf(each: Case): string {
  return allOptions(each).join(' ');
}

/** Texts are as short as they can be: only those about it declare a licence. */
function allOptions({ rule, options }: Case): readonly string[] {
  return rule === 'missing-license' ? options : [...options, '--rule', 'missing-license=off'];
}

function runGroup(group: readonly Case[]): readonly (readonly Reported[])[] {
  return inFolder(group, (paths) => {
    const { stdout, stderr, status } = run([
      'check',
      '--no-config',
      '--format',
      'json',
      ...(group[0] ? allOptions(group[0]) : []),
      ...paths,
    ]);
    assert.ok(status === 0 || status === 1, `exit ${status}: ${stderr}`);
    const { files } = JSON.parse(stdout) as {
      files: readonly { path: string; diagnostics: readonly Reported[] }[];
    };
    return paths.map((path) => files.find((file) => file.path === path)?.diagnostics ?? []);
  });
}

/** The text after `--fix`. */
export function fixed(each: Case): string {
  return inFolder([each], ([path = '']) => {
    run(['check', '--no-config', '--fix', ...allOptions(each), path]);
    return readFileSync(path, 'utf8');
  });
}

function inFolder<T>(cases: readonly Case[], use: (paths: readonly string[]) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  try {
    const paths = cases.map((each, i) => join(folder, `${i}-${each.name.replace(/[^\w.-]/g, '_')}.bpf.c`));
    cases.forEach((each, i) => writeFileSync(paths[i] ?? '', each.text));
    return use(paths);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[]): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** Fails unless the reports are exactly what the marks say. */
export function assertMarks({ text, rule }: Case, reported: readonly Reported[]): void {
  const marks = marksIn(text, rule);
  const expected = marks.map(
    (mark) => `${mark.line + 1}:${mark.column + 1}+${mark.length} ${mark.severity} ${mark.rule}`,
  );
  const actual = reported.map(placeOf);
  assert.deepEqual(
    [...actual].sort(),
    [...expected].sort(),
    reported.map((each) => `${placeOf(each)}: ${each.message}`).join('\n'),
  );
  for (const mark of marks) {
    const place = `${mark.line + 1}:${mark.column + 1}+${mark.length} ${mark.severity} ${mark.rule}`;
    const messages = reported.filter((each) => placeOf(each) === place).map((each) => each.message);
    assert.ok(
      messages.some((message) => message.includes(mark.words)),
      `${place}: no "${mark.words}" in ${messages.join(' | ')}`,
    );
  }
}

function placeOf({ range: { start, end }, severity, rule }: Reported): string {
  const length = start.line === end.line ? end.character - start.character : -1;
  return `${start.line + 1}:${start.character + 1}+${length} ${severity} ${rule}`;
}
