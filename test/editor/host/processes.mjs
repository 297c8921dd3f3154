/**
 * Processes this harness starts: their environment, their groups, and the limits on their time.
 * Knows nothing of VS Code.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Variables that leak the caller's npm, Node or surrounding VS Code into a server that should be its own. */
const FOREIGN = /^(npm_(?!config_(registry|cache)$)|VSCODE_|NODE_OPTIONS$|ELECTRON_|INIT_CWD$)/;

export function cleanEnvironment(additions = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return { ...Object.fromEntries(kept), ...additions };
}

/** Each child leads a group of its own, so that its helpers end with it. */
export function spawnGroup(command, args, options = {}) {
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false; // the whole group is gone
  }
}

const stopped = new WeakSet();

/**
 * Asks the group to end, then makes it: returns only when the child is gone. Once for each child, since
 * the number of a group that has ended may be another's by now.
 */
export async function stopGroup(child, graceMs = 4000) {
  if (child.pid === undefined || stopped.has(child)) return;
  stopped.add(child);
  const exited = child.exitCode !== null || child.signalCode !== null ? true : once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  await Promise.race([exited, sleep(graceMs, undefined, { ref: false })]);
  signalGroup(child, 'SIGKILL');
  await exited;
}

/** Waits for a promise, but not for ever; `what` is the sentence the failure opens with. */
export async function within(ms, what, promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a command to its end and returns its output; a failure carries the last lines of it. */
export async function run(command, args, { limitMs, ...options }) {
  const child = spawnGroup(command, args, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => (output += bytes));
  const name = [command, ...args].join(' ');
  try {
    const [code, signal] = await within(limitMs, name, once(child, 'close'));
    if (code !== 0) throw new Error(`${name}: ${signal ?? `exit code ${code}`}\n${tail(output)}`);
    return output;
  } finally {
    await stopGroup(child, 500);
  }
}

export function tail(text, lines = 25) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
