/** Which kernels `verify` asks: the running one, images that are booted, or that of a host. */
import { resolve } from 'node:path';
import { compareVersions, type KernelRange } from '../core/engine/settings.js';
import { parseKernelTarget } from '../host/kernel-syntax.js';
import type { ImageRow } from '../host/kernel-images.js';
import { imageFor, type FetchRequest, type NotFetched } from '../host/verifier/fetch.js';
import { releaseOf } from '../host/verifier/image.js';
import { isHostName } from '../host/verifier/remote.js';
import type { KernelChoice } from '../host/verifier/kernel-run.js';
import { UsageError } from './usage-error.js';
import type { VerifyOptions } from './verify-options.js';

export interface KernelContext extends FetchRequest {
  readonly cwd: string;
  /** Images that may be fetched, oldest kernel first. */
  readonly rows: readonly ImageRow[];
}

/**
 * The kernels in the order of their versions, the running one first; else why one of them cannot be had.
 * Throws a UsageError on what names none.
 */
export async function kernelsOf(
  { kernel, images }: Pick<VerifyOptions, 'kernel' | 'images'>,
  context: KernelContext,
): Promise<readonly KernelChoice[] | NotFetched> {
  const given = await read(images, context.cwd);
  if (kernel === 'host' || (kernel === null && images.length === 0)) return [{ kind: 'host' }, ...given];
  if (kernel === null) return given;
  if (kernel.startsWith('ssh:')) return [remote(kernel.slice(4)), ...given];
  const range = parseKernelTarget(kernel, null);
  if (!range)
    throw new UsageError(
      `--kernel takes host, ssh:HOST, a version or a range like 5.10..7.3, not "${kernel}".`,
      'verify',
    );
  const chosen = given.filter(({ release }) => isWithin(versionOf(release), range));
  if (chosen.length > 0) return chosen;
  if (given.length > 0)
    throw new UsageError(`none of the kernel images is in the range ${kernel}.`, 'verify');
  return fetched(kernel, range, context);
}

/** The images of a range that are kept, or that the user lets us fetch. */
async function fetched(
  kernel: string,
  range: KernelRange,
  context: KernelContext,
): Promise<readonly KernelChoice[] | NotFetched> {
  const rows = context.rows.filter((row) => isWithin(row.kernel, range));
  if (rows.length === 0) {
    const known = context.rows.map((row) => row.kernel).join(', ');
    const failure = `no image of ${kernel} is known (of ${known} are): --kernel-image VMLINUZ names one`;
    return { failure, declined: null };
  }
  const found: KernelChoice[] = [];
  for (const row of rows) {
    const image = await imageFor(row, context);
    if ('failure' in image) return { ...image, failure: `${row.kernel}: ${image.failure}` };
    found.push(image);
  }
  return found;
}

function isWithin(version: string, { min, max }: KernelRange): boolean {
  return compareVersions(version, min) >= 0 && compareVersions(version, max) <= 0;
}

function remote(host: string): KernelChoice {
  if (!isHostName(host))
    throw new UsageError(`--kernel ssh:HOST takes a name or user@name, not "${host}".`, 'verify');
  return { kind: 'ssh', host };
}

type Image = Extract<KernelChoice, { readonly kind: 'image' }>;

async function read(images: readonly string[], cwd: string): Promise<readonly Image[]> {
  const found: Image[] = [];
  for (const image of images) {
    const path = resolve(cwd, image);
    const answer = await releaseOf(path);
    if ('unreadable' in answer)
      throw new UsageError(`--kernel-image ${image}: ${answer.unreadable}.`, 'verify');
    found.push({ kind: 'image', path, release: answer.release });
  }
  return found.sort((a, b) => compareVersions(versionOf(a.release), versionOf(b.release)));
}

function versionOf(release: string): string {
  return /^\d+\.\d+/.exec(release)?.[0] ?? '0.0';
}
