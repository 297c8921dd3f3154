/**
 * What was started and must be ended: servers, browsers, temporary folders. A scope ends its own in reverse
 * order; a signal ends every open scope before the process goes, so that Ctrl-C leaves nothing behind.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

const open = new Set();

export function createScope() {
  const closers = [];
  const scope = {
    defer: (closer) => closers.push(closer),
    async close() {
      while (closers.length > 0) await attempt(closers.pop());
      open.delete(scope);
    },
  };
  open.add(scope);
  return scope;
}

/** One thing that cannot be ended must not keep the others alive. */
async function attempt(closer) {
  try {
    await closer();
  } catch (error) {
    console.error(`while cleaning up: ${error.message}`);
  }
}

/** A folder that goes with the scope. Keep the prefix short: sockets below it have a limit on their path. */
export function temporaryFolder(scope, prefix) {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  scope.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export function closeOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      for (const scope of [...open].reverse()) await scope.close();
      process.exit(128 + constants.signals[signal]);
    });
  }
}
