/** What the engine has to say of itself: a limit is a remark on standard error, a failed rule a failed run. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { check } from '../../server/src/cli/check.js';
import { parseCommandLine } from '../../server/src/cli/options.js';
import { noColours, type Terminal } from '../../server/src/cli/terminal.js';
import type { Notice } from '../../server/src/core/engine/analysis.js';
import type { Engine } from '../../server/src/core/engine/engine.js';
import { engine } from '../core/support/engine.js';
import { accepted, folder, run } from './support/command.js';

/** The engine with a notice added to every analysis. */
function saying(notice: Notice): Engine {
  return {
    ...engine,
    open: (path, reader) => {
      const session = engine.open(path, reader);
      return {
        analyse: (text, settings) => ({ ...session.analyse(text, settings), notices: [notice] }),
        dispose: () => session.dispose(),
      };
    },
  };
}

async function checkWith(
  t: TestContext,
  notice: Notice,
): Promise<{ code: number; notices: readonly string[] }> {
  const notices: string[] = [];
  const terminal: Terminal = {
    cwd: folder(t, { 'a.bpf.c': accepted }),
    isInteractive: false,
    columns: null,
    colours: noColours,
    noticeColours: noColours,
    print: () => undefined,
    notice: (line) => void notices.push(line),
    readInput: () => Promise.resolve(new Uint8Array()),
  };
  const line = parseCommandLine(['check', '--quiet', 'a.bpf.c']);
  assert.equal(line.command, 'check');
  const code = await check(line.options, { engine: saying(notice), terminal, root: '.', version: '0.0.0' });
  return { code, notices };
}

test('a rule that failed is named on standard error, and the exit code is 2', async (t) => {
  const outcome = await checkWith(t, { kind: 'failure', message: 'the rule x failed: no luck' });
  assert.deepEqual(outcome, { code: 2, notices: ['a.bpf.c: the rule x failed: no luck'] });
});

test('a limit is named even to those who want errors only, and the exit code is not touched', async (t) => {
  const outcome = await checkWith(t, { kind: 'limit', message: 'the program f is too large' });
  assert.deepEqual(outcome, { code: 0, notices: ['a.bpf.c: the program f is too large'] });
});

test('a file that is too large to be parsed is said to be', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted + '/* filler */\n'.repeat(350_000) });
  const { status, stderr } = run(['check', 'a.bpf.c'], { cwd });
  assert.deepEqual([status, stderr], [0, 'a.bpf.c: the file is too large to be judged\n']);
});
