#!/usr/bin/env node
/**
 * Stands in for desktop VS Code: takes its arguments, runs the suite they name on VS Code's own server with
 * the workbench in headless chromium, and ends with the suite's exit code. For `vscodeExecutablePath`.
 */
import { format } from 'node:util';
import { openBrowser } from './chromium.mjs';
import { readDesktopArguments } from './desktop-arguments.mjs';
import { within } from './processes.mjs';
import { closeOnSignals, createScope, temporaryFolder } from './scope.mjs';
import { pageAddress, remoteUri, serverDirectories, startServer } from './server.mjs';

const SUITE_LIMIT_MS = Number(process.env.EDITOR_SUITE_LIMIT_MS ?? 180_000);

/** The page reports each console line of the extension host, and at the end its exit code. */
async function runSuite(page, address) {
  const exit = new Promise((resolve, reject) => {
    void page.exposeFunction('codeAutomationExit', (code) => resolve(code));
    page.on('crash', () => reject(new Error('the workbench page crashed')));
    page.on('close', () => reject(new Error('the workbench page was closed')));
  });
  exit.catch(() => {}); // reported by whoever awaits it
  await page.exposeFunction('codeAutomationLog', (type, args) => printLine(type, args));
  await page.goto(address, { waitUntil: 'domcontentloaded', timeout: 60_000 });
  return within(SUITE_LIMIT_MS, 'the suite in the editor', exit);
}

/** Trace and debug are the workbench's own chatter; EDITOR_TRACE shows it. */
function printLine(type, args) {
  if (!process.env.EDITOR_TRACE && !['log', 'warn', 'error'].includes(type)) return;
  const [first, ...rest] = args;
  const line = format(first, ...rest);
  (type === 'error' ? process.stderr : process.stdout).write(`${line}\n`);
}

async function main(scope) {
  const { folder, values } = readDesktopArguments(process.argv.slice(2));
  const base = temporaryFolder(scope, 'vsw-');
  const own = serverDirectories(base);
  const dirs = {
    ...own,
    user: values.get('user-data-dir') ?? own.user,
    extensions: values.get('extensions-dir') ?? own.extensions,
  };
  const server = await startServer(dirs, { testing: true });
  scope.defer(server.stop);

  const browser = await openBrowser(dirs.tmp);
  scope.defer(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const payload = ['extensionDevelopmentPath', 'extensionTestsPath'].map((name) => [
    name,
    remoteUri(server.port, values.get(name)),
  ]);
  return runSuite(page, pageAddress(server.port, folder ?? base, { payload }));
}

closeOnSignals();
const scope = createScope();
try {
  process.exitCode = await main(scope);
} catch (error) {
  console.error(error.stack);
  process.exitCode = 1;
} finally {
  await scope.close();
}
