/** Folders that keep something for the next run, which only this user may change. */
import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isWithin } from '../project-root.js';

/** A folder of the user's cache, made where there is none; null where nobody should trust it. */
export function keptFolder(name: string, avoid: readonly string[]): string | null {
  const set = process.env['XDG_CACHE_HOME'] ?? '';
  const folder = join(isAbsolute(set) ? set : join(homedir(), '.cache'), 'ebpf-verdict', name);
  if (avoid.some((each) => isWithin(folder, each))) return null;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isOurs(folder) ? folder : null;
  } catch {
    return null;
  }
}

/** Whether only this user can have made and can change it, links not followed. */
export function isOurs(path: string): boolean {
  try {
    const status = lstatSync(path);
    return !status.isSymbolicLink() && status.uid === process.getuid?.() && (status.mode & 0o022) === 0;
  } catch {
    return false;
  }
}
