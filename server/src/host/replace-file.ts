/**
 * Puts new bytes in a file's place so that whatever happens, the old ones or the new ones are there whole. Knows files,
 * links and owners; not what the bytes say.
 */
import { constants } from 'node:fs';
import { access, open, readFile, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { reason } from './source.js';

const changed = 'was changed since it was read';

/**
 * Null when the file holds `after` now, else why it does not, as words that follow the file's name. A file that holds
 * anything but `before` was changed by somebody else, and is left alone. Symbolic links are followed to the file.
 */
export async function replaceFile(
  path: string,
  before: Uint8Array,
  after: Uint8Array,
): Promise<string | null> {
  try {
    const real = await realpath(path);
    const now = await readFile(real);
    if (now.equals(after)) return null;
    if (!now.equals(before)) return changed;
    await access(real, constants.W_OK);
    return (await mayBeRenamed(real))
      ? await writeBeside(real, now, after)
      : await writeInPlace(real, now, after);
  } catch (error) {
    return reason(error);
  }
}

/** Whether another file may take its place: other names would keep the old one, and another owner would lose it. */
async function mayBeRenamed(path: string): Promise<boolean> {
  const { nlink, uid } = await stat(path);
  const isOurs = process.geteuid === undefined || uid === process.geteuid();
  return nlink === 1 && isOurs && (await isWritable(dirname(path)));
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function writeBeside(path: string, before: Uint8Array, after: Uint8Array): Promise<string | null> {
  const { mode, gid } = await stat(path);
  const beside = nameFor(path, dirname(path), 'new');
  try {
    await writeNew(beside, after, async (file) => {
      const made = await file.stat();
      if (made.gid !== gid) await file.chown(made.uid, gid);
      await file.chmod(mode & 0o7777);
    });
    if (!(await readFile(path)).equals(before)) throw new Error(changed);
    await rename(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
  return null;
}

/** The old bytes are kept in a file of their own until the new ones are on the disk. */
async function writeInPlace(path: string, before: Uint8Array, after: Uint8Array): Promise<string | null> {
  const folder = (await isWritable(dirname(path))) ? dirname(path) : tmpdir();
  const copy = nameFor(path, folder, 'old');
  try {
    await writeNew(copy, before, (file) => file.chmod(0o600));
  } catch (error) {
    await unlink(copy).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
  const failure = await overwrite(path, after).then(
    () => null,
    (error: unknown) => reason(error),
  );
  const isLost =
    failure !== null &&
    (await overwrite(path, before).then(
      () => false,
      () => true,
    ));
  if (isLost) return `${failure}; what it held is in ${copy}`;
  await unlink(copy);
  return failure;
}

/** No name that a folder run would take for a source. */
function nameFor(path: string, folder: string, what: 'old' | 'new'): string {
  return join(folder, `.${basename(path)}.${process.pid}.${what}`);
}

/** Writes a file that is not there yet, and waits until it is on the disk. */
async function writeNew(
  path: string,
  bytes: Uint8Array,
  prepare: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await prepare(file);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Never shorter than either text before the new one is there. */
async function overwrite(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  try {
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, at, bytes.length - at, at);
      at += bytesWritten;
    }
    await file.truncate(bytes.length);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Some systems cannot; then the name is on the disk a little later. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
