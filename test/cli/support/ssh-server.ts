/**
 * A host that ssh reaches: a server on this machine, with keys and a configuration of its own that only processes in a
 * name space of theirs see in place of the user's. Ends with the test.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { folder } from './command.js';

const server = '/usr/sbin/sshd';
const home = '/root/.ssh';

/** Why there can be none; null where there can. */
export const cannotServe: string | null = (() => {
  if (process.getuid?.() !== 0) return 'needs root';
  if (!existsSync(server)) return 'no sshd here';
  return spawnSync('unshare', ['--mount', 'true']).status === 0 ? null : 'needs a name space for mounts';
})();

export interface SshHost {
  /** What ssh knows it by. */
  readonly name: string;
  /** A command's words, to be run where ssh knows of the host. */
  within(words: readonly string[]): readonly string[];
}

/** Starts it; what it logs in has the rights of root. */
export async function startSshServer(t: TestContext): Promise<SshHost> {
  const root = folder(t, {});
  chmodSync(root, 0o700);
  for (const key of ['host', 'user'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(root, key)]);
  const port = await freePort();
  const publicKey = (key: string): string => readFileSync(join(root, `${key}.pub`), 'utf8');
  writeFileSync(join(root, 'authorized_keys'), publicKey('user'), { mode: 0o600 });
  const client = join(root, 'client');
  mkdirSync(client, { mode: 0o700 });
  const known = publicKey('host').split(' ').slice(0, 2).join(' ');
  writeFileSync(join(client, 'known_hosts'), `[127.0.0.1]:${port} ${known}\n`);
  writeFileSync(
    join(client, 'config'),
    `Host board\n  HostName 127.0.0.1\n  Port ${port}\n  User root\n  IdentityFile ${join(root, 'user')}\n`,
    { mode: 0o600 },
  );
  const settings = {
    ...{ Port: port, ListenAddress: '127.0.0.1', HostKey: join(root, 'host'), PidFile: 'none' },
    ...{ AuthorizedKeysFile: join(root, 'authorized_keys'), StrictModes: 'no', UsePAM: 'no' },
    PermitRootLogin: 'prohibit-password',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  mkdirSync('/run/sshd', { recursive: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const running = spawn(server, ['-D', '-e', '-f', '/dev/null', ...options], { stdio: 'ignore' });
  t.after(() => running.kill());
  await untilOpen(port);
  const mounted = `mount --bind ${client} ${home} && exec "$@"`;
  return { name: 'board', within: (words) => ['unshare', '--mount', 'sh', '-c', mounted, 'sh', ...words] };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function untilOpen(port: number): Promise<void> {
  for (let left = 200; left > 0; left--) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false)).on('close', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error('the ssh server does not start');
}
