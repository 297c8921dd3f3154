/** What the engine has to say of itself: a limit is a remark on standard error; what is not judged, a failed run. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Log } from 'sarif';
import { check } from '../../server/src/cli/check.js';
import { parseCommandLine } from '../../server/src/cli/options.js';
import { noColours, type Terminal } from '../../server/src/cli/terminal.js';
import type { Notice } from '../../server/src/core/engine/analysis.js';
import type { Engine } from '../../server/src/core/engine/engine.js';
import { engine } from '../core/support/engine.js';
import { accepted, checkJson, folder, refused, run } from './support/command.js';

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
    confirm: () => Promise.resolve(false),
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

const filler = '/* filler */\n'.repeat(350_000);
const tooLarge = 'the file is too large to be judged';

test('a file that is too large to be judged counts like one that cannot be read; the rest is checked', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted + filler, 'b.bpf.c': refused, 'c.c': accepted + filler });
  const { status, stdout, stderr } = run(['check', '--format', 'concise', '.'], { cwd });
  assert.deepEqual([status, stderr], [2, `a.bpf.c: ${tooLarge}\n`]);
  assert.match(stdout, /^b\.bpf\.c:4:9: error/);
  const named = run(['check', 'c.c'], { cwd });
  assert.deepEqual([named.status, named.stderr], [2, `c.c: ${tooLarge}\n`]);
});

test('a header that nobody knows to be BPF C may be too large', (t) => {
  const cwd = folder(t, { 'data.h': filler, 'a.bpf.c': accepted });
  const found = run(['check', '.'], { cwd });
  assert.deepEqual([found.status, found.stderr], [0, '']);
  const named = run(['check', 'data.h', 'a.bpf.c'], { cwd });
  assert.deepEqual([named.status, named.stderr], [0, `data.h: ${tooLarge}\n`]);
});

test('dumps of the kernel’s types are no sources, by name and size or by content and size', (t) => {
  const marked = '#ifndef __VMLINUX_H__\n#define __VMLINUX_H__\n';
  const types = 'struct filler { int a; };\n'.repeat(6000) + refused;
  const cwd = folder(t, {
    'vmlinux.h': types,
    'vmlinux-v7.0-rc2.h': types,
    'arch/types.h': marked + types,
    'small/vmlinux_x.h': refused,
    'other.h': refused,
  });
  const { report, status, stderr } = checkJson(['.'], { cwd });
  assert.deepEqual(
    report.files.map(({ path }) => path),
    ['other.h', 'small/vmlinux_x.h'],
  );
  assert.deepEqual([status, stderr], [1, '']);
  const named = checkJson(['vmlinux.h'], { cwd });
  assert.deepEqual([named.status, named.stderr], [0, 'vmlinux.h: not BPF C, so nothing was checked\n']);
});

/** One program that is judged, and one for each reason why not. */
const unjudged = `${accepted}
SEC("custom/one") int custom(void *ctx) { return 0; }

SEC("xdp") int damaged(struct xdp_md *ctx)
{
	return ) 2 (;
}
`;

test('programs that are not judged are counted with the reason, in every format, and named in JSON', (t) => {
  const cwd = folder(t, { 'a.bpf.c': unjudged });
  const { report } = checkJson(['.'], { cwd });
  assert.deepEqual(
    report.files[0]?.unjudged.map(({ name, line, reason }) => [name, line, reason]),
    [
      ['custom', 7, 'unknown-section'],
      ['damaged', 9, 'damaged'],
    ],
  );
  const { programs, judged, unknownSection, damaged } = report.summary;
  assert.deepEqual([programs, judged, unknownSection, damaged], [3, 1, 1, 1]);
  const words = '2 programs not judged: 1 in sections that no loader knows, 1 damaged';
  const output = (format: string): ReturnType<typeof run> => run(['check', '--format', format, '.'], { cwd });
  const pretty = output('pretty').stdout;
  assert.match(pretty, new RegExp(`^No findings; 1 program in 1 file checked; ${words} `));
  assert.match(pretty, /\na\.bpf\.c:7:1: custom in SEC\("custom\/one"\), a section that no loader knows\n/);
  assert.match(pretty, /\na\.bpf\.c:9:1: damaged in SEC\("xdp"\), damaged\n/);
  assert.deepEqual([output('concise').stdout, output('concise').stderr], ['', `${words}\n`]);
  assert.equal(output('github').stdout, `::notice title=ebpf-verdict::${words}\n`);
  const [sarif] = (JSON.parse(output('sarif').stdout) as Log).runs;
  assert.equal(sarif?.properties?.['programsJudged'], 1);
  const notifications = sarif.invocations?.[0]?.toolExecutionNotifications ?? [];
  assert.deepEqual(
    notifications.map(({ descriptor }) => descriptor?.id),
    ['unknown-section', 'damaged'],
  );
});

test('a function that is nested too deep to be judged: exit code 2, and the others are judged', (t) => {
  const deep = `int deep(void)\n{\n\treturn ${'('.repeat(50_000)}1${')'.repeat(50_000)};\n}\n`;
  const cwd = folder(t, { 'a.bpf.c': refused + deep });
  const { status, stdout, stderr } = run(['check', '--format', 'concise', 'a.bpf.c'], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /^a\.bpf\.c: what stands at line 6 is too deep .*not judged whole\n$/);
  assert.match(stdout, /^a\.bpf\.c:4:9: error/);
});
