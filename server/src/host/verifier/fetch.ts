/** Images of kernels that were named by their version only: kept ones, or fetched from Debian if the user says so. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOurs, keptFolder } from './cache.js';
import type { ImageRow } from '../kernel-images.js';
import { downloadImage, findPackage, hasApt, type Package } from './debian.js';
import { releaseOf } from './image.js';
import type { Consent, KernelChoice, Question } from './kernel-run.js';
import { withScratch } from './scratch.js';

export interface FetchRequest {
  readonly avoid: readonly string[];
  readonly consents: Consent;
  readonly signal: AbortSignal;
}

/** Why there is no image, and what the user did not consent to, where that is why. */
export interface NotFetched {
  readonly failure: string;
  readonly declined: Question['kind'] | null;
}

type Image = Extract<KernelChoice, { readonly kind: 'image' }>;

/** The image of a row. */
export async function imageFor(row: ImageRow, request: FetchRequest): Promise<Image | NotFetched> {
  const folder = keptFolder('images', request.avoid);
  if (folder === null) return failed('there is no folder to keep an image in: XDG_CACHE_HOME may name one');
  const kept = await keptImage(row, folder);
  if (kept) return kept;
  if (!hasApt(request.avoid)) return failed(elsewhere);
  const { kernel, suite, package: name } = row;
  const question: Question = {
    kind: 'fetch-image',
    text: `no image of ${kernel} is at hand. apt-get would look for ${name} in Debian's ${suite}`,
  };
  if (!(await request.consents(question))) return declined(question);
  return withScratch(async (scratch) => {
    const apt = { folder: scratch, avoid: request.avoid, signal: request.signal };
    const found = await findPackage(apt, row);
    if (typeof found === 'string') return failed(found);
    const download: Question = { kind: 'fetch-image', text: announced(found) };
    if (!(await request.consents(download))) return declined(download);
    const bytes = await downloadImage(apt, found);
    return typeof bytes === 'string' ? failed(bytes) : keep(bytes, row, folder);
  });
}

function failed(failure: string): NotFetched {
  return { failure, declined: null };
}

function declined({ kind, text }: Question): NotFetched {
  return { failure: `nothing was fetched: ${text}`, declined: kind };
}

const elsewhere =
  'there is no image of it here, and only on Debian is one fetched. Take the kernel image (vmlinuz) out of a kernel package of your distribution, and name it with --kernel-image';

function announced({ name, version, bytes, sha256 }: Package): string {
  return `${name} ${version}, ${Math.ceil(bytes / 1e6)} MB, with the SHA-256 ${sha256}, would be fetched`;
}

/** Named by version and sum, so that what was damaged since is not booted. */
async function keep(bytes: Uint8Array, { kernel }: ImageRow, folder: string): Promise<Image | NotFetched> {
  const path = join(folder, nameOf(kernel, bytes));
  writeFileSync(`${path}.${process.pid}`, bytes, { mode: 0o600 });
  renameSync(`${path}.${process.pid}`, path);
  const image = await releaseOf(path);
  if ('unreadable' in image) return failed(`the image ${image.unreadable}`);
  return { kind: 'image', path, release: image.release };
}

async function keptImage({ kernel }: ImageRow, folder: string): Promise<Image | null> {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(`vmlinuz-${kernel}-`))) {
    const path = join(folder, name);
    if (!isOurs(path) || nameOf(kernel, readFileSync(path)) !== name) continue;
    const image = await releaseOf(path);
    if ('release' in image) return { kind: 'image', path, release: image.release };
  }
  return null;
}

function nameOf(kernel: string, bytes: Uint8Array): string {
  return `vmlinuz-${kernel}-${createHash('sha256').update(bytes).digest('hex')}`;
}
