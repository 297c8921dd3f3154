/**
 * `npm run test:editor`: packs the VSIX, unpacks it, and runs the suite on it in a real VS Code. In the web
 * host the pictures are taken too, with the VSIX installed, and it runs once more as vscode.dev would run it. The
 * environment may say:
 *   VSCODE_HOST        desktop, web, or the path of an executable that takes desktop VS Code's arguments
 *   EBPF_VERDICT_VSIX  a finished VSIX to test, instead of one packed from the source
 *   EDITOR_GREP        which tests to run (a regular expression; only the suite then)
 *   EDITOR_TRACE       anything: the web host's log, out/editor/host.log, tells everything
 *   CHROMIUM           the browser of the web host
 */
import { cpSync, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { importSource } from '../../scripts/import-source.mjs';
import { makeVsix, unpackVsix } from '../../scripts/vsix.mjs';
import { buildSuite } from './build-suite.mjs';
import { chooseHost } from './choose-host.mjs';
import { extensionLog } from './extension-log.mjs';
import { cleanEnvironment, spawnGroup, stopGroup, tail, within } from './host/processes.mjs';
import { closeOnSignals, createScope, temporaryFolder } from './host/scope.mjs';
import { takePictures } from './pictures.mjs';
import { keepCounts, readReceipt, report } from './results.mjs';
import { checkWebExtension } from './web-extension.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const out = join(root, 'out', 'editor');
const { cannotLoad } = await importSource(root, 'test/cli/support/can-load.ts');
const RUN_LIMIT_MS = 4 * 60_000;
const GRACE_MS = 8000;
const log = (line) => console.log(`editor: ${line}`);

/** All that a run makes lies below one folder, so that two do not meet; its name is short, for sockets' sake. */
function makeScratch(scope) {
  const scratch = temporaryFolder(scope, 'ev-');
  for (const name of ['tmp', 'user', 'ext', 'vsix']) mkdirSync(join(scratch, name));
  cpSync(join(import.meta.dirname, 'workspace'), join(scratch, 'ws'), { recursive: true });
  return scratch;
}

/** A folder for PATH with the command line as `npm install -g` puts it there. */
function commandLineIn(scratch) {
  const bin = join(scratch, 'bin');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist', 'cli.js')}' "$@"\n`;
  writeFileSync(join(bin, 'ebpf-verdict'), script, { mode: 0o755 });
  return bin;
}

function suiteOptions(host, extension, suite, scratch) {
  return {
    vscodeExecutablePath: host.path,
    extensionDevelopmentPath: extension,
    extensionTestsPath: suite,
    launchArgs: [
      join(scratch, 'ws'),
      `--user-data-dir=${join(scratch, 'user')}`,
      `--extensions-dir=${join(scratch, 'ext')}`,
    ],
  };
}

/** The editor's own chatter goes to a file, and is shown only where the suite left no receipt. */
async function runSuite(options, scratch, scope) {
  const receipt = join(scratch, 'receipt.json');
  const chatter = join(out, 'host.log');
  const env = cleanEnvironment({
    PATH: `${commandLineIn(scratch)}:${process.env.PATH}`,
    TMPDIR: join(scratch, 'tmp'),
    EDITOR_RECEIPT: receipt,
    EDITOR_CANNOT_LOAD: cannotLoad ?? '',
  });
  if (cannotLoad !== null) log(`the kernel is not asked: ${cannotLoad}`);
  const launch = join(import.meta.dirname, 'launch.mjs');
  const child = spawnGroup(process.execPath, [launch, JSON.stringify(options)], { env });
  scope.defer(() => stopGroup(child, GRACE_MS));
  const file = createWriteStream(chatter);
  for (const stream of [child.stdout, child.stderr]) stream.pipe(file, { end: false });
  try {
    await within(RUN_LIMIT_MS, 'the editor', once(child, 'exit'));
  } catch (error) {
    log(error.message);
  } finally {
    await stopGroup(child, GRACE_MS);
    file.end();
    await once(file, 'finish');
  }
  const results = readReceipt(receipt);
  if (results?.failed.length !== 0)
    log(`what the extension wrote:\n${tail(extensionLog(join(scratch, 'user')), 60)}`);
  if (results) return results;
  throw new Error(
    `the suite did not reach its end; the editor's last words (all in ${chatter}):\n${tail(readFileSync(chatter, 'utf8'), 40)}`,
  );
}

async function main(scope) {
  const scratch = makeScratch(scope);
  mkdirSync(out, { recursive: true });
  const host = await chooseHost(scratch, log);
  log(`running in ${host.kind === 'web' ? "VS Code's server with chromium" : host.path}`);
  const vsix = await makeVsix(scratch);
  const { path: extension, names } = unpackVsix(vsix, join(scratch, 'vsix'));
  log(`the VSIX holds ${names.length} files`);

  const suite = join(scratch, 'suite.cjs');
  await buildSuite(suite);
  const results = await runSuite(suiteOptions(host, extension, suite, scratch), scratch, scope);
  log(results.editor);
  if (process.env.EDITOR_GREP) return results;
  if (host.kind !== 'web') {
    log('skipped: pictures and the web extension, which need VSCODE_HOST=web');
    return results;
  }
  if (results.failed.length > 0) {
    log('no pictures are taken of an extension that fails its suite');
    return results;
  }

  const taken = join(scratch, 'pictures');
  const pictures = await takePictures(vsix, taken);
  cpSync(taken, join(root, 'out', 'pictures'), { recursive: true });
  const inBrowser = await checkWebExtension(vsix, join(root, 'out', 'pictures'));
  const all = [results, pictures, inBrowser];
  return { passed: all.flatMap(({ passed }) => passed), failed: all.flatMap(({ failed }) => failed) };
}

closeOnSignals();
const scope = createScope();
try {
  const results = await main(scope);
  keepCounts(results, join(root, 'out', 'results', 'editor.json'));
  process.exitCode = report(results) ? 0 : 1;
} catch (error) {
  console.error(`editor: ${error.message}`);
  process.exitCode = 1;
} finally {
  await scope.close();
}
