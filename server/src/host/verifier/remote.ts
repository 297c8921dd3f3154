/**
 * The loader on another machine, over ssh: sent there with the object, run from a folder of its own that is gone
 * afterwards. The host is one that the user named; nothing of it is kept, nothing is asked for on a terminal.
 */
import { readFileSync } from 'node:fs';
import { findProgram } from './find.js';
import { loaderLines, type Loader } from './load.js';
import { run } from './run.js';
import { shellWord } from './words.js';

export interface RemoteLoading {
  /** As isHostName takes it. */
  readonly host: string;
  /** Absolute path of the loader that needs no libraries. */
  readonly load: string;
  readonly object: string;
  readonly folder: string;
  readonly avoid: readonly string[];
  readonly signal: AbortSignal;
}

/** Whether ssh may be given this as a host: `name`, `user@name`, an address; never an option. */
export function isHostName(host: string): boolean {
  return /^[A-Za-z0-9_][\w.:%@-]*$/.test(host);
}

const seconds = 120;
const otherMachine = 77;

/** A loader that is sent along with every question; a string says why there is none. */
export function remoteLoader({ host, load, object, folder, avoid, signal }: RemoteLoading): Loader | string {
  const ssh = findProgram(['ssh'], avoid);
  if (ssh === null) return 'ssh is needed to reach it: apt-get install openssh-client';
  const options = [
    '-T',
    '-oBatchMode=yes',
    '-oConnectTimeout=20',
    '-oForwardAgent=no',
    '-oClearAllForwardings=yes',
  ];
  const files = `${sent('load', load)}${sent('program.bpf.o', object)}`;
  return {
    async ask(words) {
      const { status, stdout, stderr, stopped } = await run({
        program: ssh,
        arguments: [...options, '--', host, 'sh', '-s'],
        input: Buffer.from(`${head}${files}${tail(words)}`),
        ...{ folder, seconds, user: null, signal, isOfUser: true },
      });
      if (stopped !== null) return `ssh ${stopped}`;
      if (status === otherMachine)
        return `${host} is no ${process.arch} machine, for which the loader was built`;
      const lines = loaderLines(stdout);
      if (status === 0 && lines.length > 0) return lines;
      return `${host} did not answer: ${stderr.trim().split('\n').at(-1) ?? ''}`;
    },
  };
}

/** Our words for the processor, as uname says them. */
const processors: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64', s390x: 's390x' };

const head = `set -eu
umask 077
[ "$(uname -m)" = ${shellWord(processors[process.arch] ?? process.arch)} ] || exit ${otherMachine}
d=$(mktemp -d)
trap 'rm -rf "$d"' EXIT
trap 'exit 1' HUP INT TERM
`;

/** The shell itself reads the bytes, so that nothing takes more of its input than is meant for it. */
function sent(name: string, path: string): string {
  const lines = readFileSync(path)
    .toString('base64')
    .replace(/.{1,76}/g, '$&\n');
  return `base64 -d >"$d/${name}" <<'END'\n${lines}END\n`;
}

function tail(words: readonly string[]): string {
  return `chmod 700 "$d/load"\n"$d/load" ${words.map(shellWord).join(' ')} "$d/program.bpf.o"\n`;
}
