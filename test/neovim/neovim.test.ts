/**
 * Debian's Neovim with the set-up that docs/other-editors.md gives, word for word: diagnostics, hover, a fix and all
 * fixes, judged by what the editor shows and by the file that it saved.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { after, test } from 'node:test';

interface Report {
  readonly problem?: string;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly source: string;
    readonly line: number;
    readonly column: number;
    readonly severity: number;
  }[];
  readonly hover: string;
  readonly offered: readonly string[];
  readonly fixed: string;
  readonly undone: string;
  readonly offeredForAll: readonly string[];
  readonly clients: readonly { readonly name: string; readonly root: string }[];
}

const snippet = 'docs/neovim.lua';
const sample = readFileSync('samples/sock.bpf.c', 'utf8');
const fixed = sample.replace('BPF_CORE_READ(ctx, family)', 'ctx->family');
const skip = spawnSync('nvim', ['--version']).error ? 'neovim is not installed' : false;

const folder = mkdtempSync(join(tmpdir(), 'ev-nvim-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A folder for the PATH in which `ebpf-verdict` is this build, as after `npm install -g`. */
function commandFolder(): string {
  const bin = join(folder, 'bin');
  const script = `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli.js')}' "$@"\n`;
  mkdirSync(bin);
  writeFileSync(join(bin, 'ebpf-verdict'), script, { mode: 0o755 });
  return bin;
}

/** Runs the script in a Neovim that has nothing of this user's set-up. */
function drive(file: string): Report {
  const report = join(folder, 'report.json');
  const own = ['CONFIG', 'DATA', 'STATE', 'CACHE'].map(
    (name) => [`XDG_${name}_HOME`, join(folder, name)] as const,
  );
  execFileSync(
    'nvim',
    ['--headless', '-n', '-i', 'NONE', '-u', resolve(snippet), file, '-S', resolve('test/neovim/drive.lua')],
    {
      env: {
        ...process.env,
        ...Object.fromEntries(own),
        HOME: folder,
        PATH: `${commandFolder()}${delimiter}${process.env['PATH'] ?? ''}`,
        REPORT: report,
      },
      timeout: 90_000,
    },
  );
  return JSON.parse(readFileSync(report, 'utf8')) as Report;
}

test('Neovim shows diagnostics and a hover, and applies fixes', { skip }, () => {
  const project = join(folder, 'project');
  const file = join(project, 'src', 'sock.bpf.c');
  mkdirSync(join(project, 'src'), { recursive: true });
  writeFileSync(join(project, 'ebpf-verdict.jsonc'), '{ "rules": { "ctx-field-read": "warning" } }\n');
  writeFileSync(file, sample);

  const report = drive(file);
  assert.equal(report.problem, undefined);
  assert.deepEqual(report.clients, [{ name: 'ebpf-verdict', root: project }]);
  // Severities count from error, 1; the project file has made warnings of the reads.
  const line = (text: string): number => sample.split('\n').findIndex((each) => each.includes(text));
  assert.deepEqual(
    report.diagnostics.map(({ code, line: at, severity }) => [code, at, severity]),
    [
      ['probe-read-on-ctx', line('BPF_CORE_READ(ctx'), 1],
      ['ctx-field-read', line('ctx->src_port < FIRST'), 2],
      ['ctx-field-read', line('= ctx->src_ip6[0]'), 2],
      ['ctx-field-read', line('return ctx->src_ip4'), 2],
    ],
  );
  assert.ok(report.diagnostics.every(({ source }) => source === 'ebpf-verdict'));
  assert.match(report.hover, /src_port/);
  assert.match(report.hover, /bpf_sock/);
  assert.ok(report.offered.length > 1, 'the fix, and comments that silence the rule');
  assert.equal(report.fixed, fixed);
  assert.equal(report.undone, sample);
  assert.equal(report.offeredForAll.length, 1);
  assert.equal(readFileSync(file, 'utf8'), fixed);
});

test('docs/other-editors.md gives the set-up that was tested', () => {
  const block = `\n\`\`\`lua\n${readFileSync(snippet, 'utf8')}\`\`\`\n`;
  assert.ok(readFileSync('docs/other-editors.md', 'utf8').includes(block));
});
