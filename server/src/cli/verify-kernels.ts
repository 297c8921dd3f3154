/** Which kernels `verify` asks: the running one, images that are booted, or that of a host. */
import { resolve } from 'node:path';
import { compareVersions } from '../core/engine/settings.js';
import { parseKernelTarget } from '../host/kernel-syntax.js';
import { releaseOf } from '../host/verifier/image.js';
import { isHostName } from '../host/verifier/remote.js';
import type { KernelChoice } from '../host/verifier/kernel-run.js';
import { UsageError } from './usage-error.js';
import type { VerifyOptions } from './verify-options.js';

/** The kernels in the order of their versions, the running one first. Throws a UsageError where there is none. */
export async function kernelsOf(
  { kernel, images }: Pick<VerifyOptions, 'kernel' | 'images'>,
  cwd: string,
): Promise<readonly KernelChoice[]> {
  if (kernel === 'host' || (kernel === null && images.length === 0))
    return [{ kind: 'host' }, ...(await read(images, cwd))];
  if (kernel?.startsWith('ssh:') === true) return [remote(kernel.slice(4)), ...(await read(images, cwd))];
  const range = kernel === null ? { min: '0.0', max: '999.0' } : parseKernelTarget(kernel, null);
  if (!range)
    throw new UsageError(
      `--kernel takes host, ssh:HOST, a version or a range like 5.10..7.3, not "${kernel}".`,
      'verify',
    );
  const chosen = (await read(images, cwd)).filter(({ release }) => {
    const version = versionOf(release);
    return compareVersions(version, range.min) >= 0 && compareVersions(version, range.max) <= 0;
  });
  if (chosen.length === 0)
    throw new UsageError(images.length === 0 ? noImages(kernel) : noneIn(kernel), 'verify');
  return chosen;
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

function noImages(kernel: string | null): string {
  return `--kernel ${kernel ?? ''} needs the images of these kernels: --kernel-image vmlinuz (repeatable). On Debian, apt-get download linux-image-... and dpkg -x give one.`;
}

function noneIn(kernel: string | null): string {
  return `none of the kernel images is in the range ${kernel ?? ''}.`;
}
