/** What to tell whoever targets kernels that lie outside the measured ones. */
import { compareVersions, type KernelRange } from '../engine/settings.js';
import type { KernelSet } from './versions.js';

/** Which measured kernels stand for the ends of a range that nobody measured; null where both ends were. */
export function standInNotice(measured: KernelSet, range: KernelRange | null): string | null {
  const [oldest, newest] = [measured[0], measured.at(-1)];
  if (range === null || oldest === undefined || newest === undefined) return null;
  const older = (version: string): boolean => compareVersions(version, oldest) < 0;
  const newer = (version: string): boolean => compareVersions(version, newest) > 0;
  const words = [
    ...ends(range).filter(older).slice(0, 1).map(say('older', oldest)),
    ...ends(range).filter(newer).slice(-1).map(say('newer', newest)),
  ];
  return words.length === 0 ? null : `${words.join('; ')} (measured: ${measured.join(', ')})`;
}

function ends({ min, max }: KernelRange): readonly string[] {
  return min === max ? [min] : [min, max];
}

function say(than: 'older' | 'newer', standIn: string): (version: string) => string {
  return (version) => `kernel ${version} is ${than} than any that was measured: ${standIn} stands for it`;
}
