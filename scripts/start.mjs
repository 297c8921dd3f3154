/**
 * `npm start`: builds, shows what the tool says of samples/ in the terminal, and brings the same into an editor:
 * into `code` where there is one, else into a real VS Code served on localhost. That one is started when somebody
 * sits at the terminal, or with `--serve`; otherwise the command for it is shown, so that this ends by itself.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { makeVsix } from './vsix.mjs';

const root = resolve(import.meta.dirname, '..');
const sample = join('samples', 'sock.bpf.c');
const isWindows = process.platform === 'win32';
const say = (line = '') => console.log(line);

/** Runs a Node script of the project; returns its exit code. */
function node(script, ...args) {
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status;
}

/** VS Code's own command is a script on Windows, which only a shell can start. */
function code(args, stdio = 'pipe') {
  return spawnSync('code', args, { cwd: root, stdio, shell: isWindows, encoding: 'utf8' });
}

function hasCode() {
  const { status, error } = code(['--version']);
  return !error && status === 0;
}

function showSample() {
  say('$ ebpf-verdict check samples');
  say();
  const status = node(join('dist', 'cli.js'), 'check', 'samples');
  // The sample holds mistakes, so 1 is what a working tool answers.
  if (status !== 1) throw new Error(`check samples ended with ${status} instead of 1`);
  say();
}

async function installIntoCode(isAttended) {
  const vsix = await makeVsix();
  const { status, stderr } = code(['--install-extension', vsix, '--force']);
  if (status !== 0) {
    say(`VS Code would not install ${vsix}: ${stderr.trim()}`);
    say('Install it by hand: Extensions, "...", Install from VSIX.');
    return;
  }
  say(`Installed ${vsix} into VS Code. Open the sample with: code . --goto ${sample}`);
  if (isAttended) code(['.', '--goto', sample], 'ignore');
}

async function start() {
  if (node(join('scripts', 'build.mjs'), '--bundles') !== 0) return 1;
  showSample();
  const isAttended = process.stdout.isTTY === true && process.stdin.isTTY === true;
  if (process.argv.includes('--serve')) return node(join('scripts', 'serve-editor.mjs'), 'samples');
  if (hasCode()) {
    await installIntoCode(isAttended);
    return 0;
  }
  if (isAttended) return node(join('scripts', 'serve-editor.mjs'), 'samples');
  say(
    'There is no VS Code here. `npm run serve -- samples` starts a real one with the extension on localhost.',
  );
  return 0;
}

try {
  process.exitCode = await start();
} catch (error) {
  console.error(`start: ${error.message}`);
  process.exitCode = 1;
}
