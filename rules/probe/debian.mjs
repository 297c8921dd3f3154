// Gets a kernel out of Debian: finds a package in any suite without touching the machine's own apt
// configuration, and finds the image inside a package.

import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const IMAGE = /^\.\/(boot\/vmlinuz-[^/]+|usr\/lib\/modules\/[^/]+\/vmlinuz)$/;

const run = (command, args, options = {}) =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });

// The mirrors this machine already uses, one for Debian and one for its security updates.
function mirrors() {
  const format = '$(ORIGIN)|$(LABEL)|$(REPO_URI)';
  const lines = run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']).split('\n');
  const of = (label) =>
    lines.map((line) => line.split('|')).find(([origin, l]) => origin === 'Debian' && l === label);
  return { main: of('Debian')?.[2], security: of('Debian-Security')?.[2] };
}

function openSuite(suite, scratch) {
  const mirror = mirrors()[suite.endsWith('-security') ? 'security' : 'main'];
  if (!mirror) throw new Error(`apt knows no Debian mirror to take ${suite} from; run apt-get update first`);
  for (const folder of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(scratch, folder), { recursive: true });
  const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(join(scratch, 'sources.list'), `deb [signed-by=${keys}] ${mirror} ${suite} main\n`);
  writeFileSync(join(scratch, 'status'), '');
  const settings = {
    'Dir::State': join(scratch, 'state'),
    'Dir::State::status': join(scratch, 'status'),
    'Dir::Cache': join(scratch, 'cache'),
    'Dir::Etc::SourceList': join(scratch, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

// Without a suite, the machine's own sources are asked.
export function downloadPackage(name, suite, scratch) {
  const options = suite ? openSuite(suite, scratch) : [];
  if (suite) run('apt-get', [...options, '-qq', 'update'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return downloadWithImage(name, options, scratch, new Set());
}

// A metapackage has no image of its own but depends on the package that has.
function downloadWithImage(name, options, scratch, seen) {
  seen.add(name);
  const folder = join(scratch, `deb-${seen.size}`);
  mkdirSync(folder);
  download(name, options, folder);
  const deb = join(
    folder,
    readdirSync(folder).find((file) => file.endsWith('.deb')),
  );
  if (findImage(deb)) return deb;
  const depends = run('dpkg-deb', ['--field', deb, 'Depends']);
  const next = depends.match(/linux-(?:image|binary)-[\w.+-]+/g)?.find((other) => !seen.has(other));
  if (!next) throw new Error(`${name} holds no kernel image and depends on none`);
  return downloadWithImage(next, options, scratch, seen);
}

function download(name, options, folder) {
  try {
    run('apt-get', [...options, '-qq', 'download', name], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    throw new Error(`apt-get could not download ${name}: is it in that suite?`);
  }
}

function findImage(deb) {
  const listing = run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -t', 'sh', deb]);
  return listing.split('\n').find((path) => IMAGE.test(path));
}

export async function extractImage(deb, target) {
  const path = findImage(deb);
  if (!path) throw new Error(`${deb} holds no kernel image`);
  const tar = spawn('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -xO "$2"', 'sh', deb, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await pipeline(tar.stdout, createWriteStream(target));
}

export function describePackage(deb) {
  const [name, version] = run('dpkg-deb', ['--show', '--showformat', '${Package}|${Version}', deb]).split(
    '|',
  );
  return `${name} ${version}`;
}
