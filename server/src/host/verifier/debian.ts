/**
 * Gets a package of any Debian suite with the machine's own apt-get, by lists and a cache in a folder of our own: the
 * machine's configuration is read, and not touched. Only called with the user's consent, for it uses the network.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageRow } from '../kernel-images.js';
import { findProgram } from './find.js';
import { run, type Finished } from './run.js';

export interface Apt {
  /** Takes lists, packages and what is in them. */
  readonly folder: string;
  readonly avoid: readonly string[];
  readonly signal: AbortSignal;
}

export interface Package {
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Whether this machine has what it takes. */
export function hasApt(avoid: readonly string[]): boolean {
  return ['apt-get', 'apt-cache', 'dpkg-deb'].every((name) => findProgram([name], avoid) !== null);
}

/** The package with an image that the wanted one is or depends on; a string says why there is none. */
export async function findPackage(
  apt: Apt,
  { suite, package: wanted }: Pick<ImageRow, 'suite' | 'package'>,
): Promise<Package | string> {
  const mirror = await mirrorFor(apt, suite);
  if (mirror === null) return 'apt knows no mirror of Debian here: apt-get update makes it known';
  layOut(apt.folder, `deb [signed-by=${keys}] ${mirror} ${suite} main\n`);
  const updated = await call(apt, 'apt-get', ['-qq', 'update']);
  if (updated.status !== 0) return `apt-get cannot read the list of ${suite}: ${lastLine(updated)}`;
  let name = wanted;
  for (let left = 3; left > 0; left--) {
    const fields = fieldsOf((await call(apt, 'apt-cache', ['show', '--no-all-versions', name])).stdout);
    const next = /\blinux-(?:image|binary)-\d[\w.+-]*/.exec(fields.get('Depends') ?? '')?.[0];
    if (next !== undefined && next !== name) name = next;
    else return packageOf(fields) ?? `${suite} has no package ${name}`;
  }
  return `${wanted} depends on no image in ${suite}`;
}

/** The bytes of a package's kernel image; a string says why there are none. What was not announced is not opened. */
export async function downloadImage(apt: Apt, wanted: Package): Promise<Uint8Array | string> {
  const got = await call(apt, 'apt-get', ['-qq', 'download', `${wanted.name}=${wanted.version}`]);
  if (got.status !== 0) return `apt-get cannot fetch ${wanted.name}: ${lastLine(got)}`;
  const deb = readdirSync(apt.folder).find((file) => file.endsWith('.deb'));
  if (deb === undefined) return `apt-get fetched no package for ${wanted.name}`;
  const path = join(apt.folder, deb);
  const sum = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (sum !== wanted.sha256) return `${deb} is another file than was announced: its SHA-256 is ${sum}`;
  const content = join(apt.folder, 'content');
  const opened = await call(apt, 'dpkg-deb', ['-x', path, content]);
  if (opened.status !== 0) return `${deb} cannot be opened: ${lastLine(opened)}`;
  const image = imageIn(content);
  return image === null ? `${deb} holds no kernel image` : readFileSync(image);
}

/** `boot/vmlinuz-...`, or in newer packages `usr/lib/modules/.../vmlinuz`. */
function imageIn(content: string): string | null {
  const listed = (folder: string): readonly string[] => {
    try {
      return readdirSync(join(content, folder)).map((name) => join(content, folder, name));
    } catch {
      return [];
    }
  };
  const inBoot = listed('boot').find((path) => /\/vmlinuz-[^/]+$/.test(path));
  const [modules] = listed('usr/lib/modules');
  return inBoot ?? (modules === undefined ? null : join(modules, 'vmlinuz'));
}

const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The mirror that the machine already uses, of Debian or of its security updates. */
async function mirrorFor(apt: Apt, suite: string): Promise<string | null> {
  const format = '$(ORIGIN)|$(LABEL)|$(REPO_URI)';
  const words = ['indextargets', '--format', format, 'Created-By: Packages'];
  const { stdout } = await call(apt, 'apt-get', words, false);
  const label = suite.endsWith('-security') ? 'Debian-Security' : 'Debian';
  const lines = stdout.split('\n').map((line) => line.split('|'));
  return lines.find(([origin, of]) => origin === 'Debian' && of === label)?.[2] ?? null;
}

function layOut(folder: string, sources: string): void {
  for (const name of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), sources);
  writeFileSync(join(folder, 'status'), '');
}

function settings(folder: string): readonly string[] {
  const all = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc::SourceList': join(folder, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  };
  return Object.entries(all).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

const seconds = 600;

function call(
  { folder, avoid, signal }: Apt,
  name: string,
  words: readonly string[],
  isOwn = true,
): Promise<Finished> {
  const program = findProgram([name], avoid);
  if (program === null)
    return Promise.resolve({ status: null, stdout: '', stderr: `${name} is not here`, stopped: null });
  const options = isOwn && name !== 'dpkg-deb' ? settings(folder) : [];
  const command = { program, arguments: [...options, ...words], folder, seconds, user: null, signal };
  return run({ ...command, isOfUser: true });
}

function lastLine({ stderr, stopped }: Finished): string {
  return stopped ?? stderr.trim().split('\n').at(-1) ?? '';
}

/** The fields of the first paragraph; those that go on over lines are cut. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const [paragraph = ''] = text.split('\n\n');
  return new Map(
    [...paragraph.matchAll(/^([\w-]+): (.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
  );
}

function packageOf(fields: ReadonlyMap<string, string>): Package | null {
  const [name, version, size, sha256] = ['Package', 'Version', 'Size', 'SHA256'].map((key) =>
    fields.get(key),
  );
  if (name === undefined || version === undefined || sha256 === undefined) return null;
  return { name, version, bytes: Number(size), sha256 };
}
