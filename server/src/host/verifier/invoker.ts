/** Who stands behind a run as root. */
import type { User } from './run.js';

/** Who typed sudo: the compiler runs as they are, and the loader becomes them. */
export function invoker(): User | null {
  const [uid, gid] = [Number(process.env['SUDO_UID']), Number(process.env['SUDO_GID'])];
  return process.getuid?.() === 0 && uid > 0 && gid > 0 ? { uid, gid } : null;
}
