/**
 * The types of kernels as BTF on disk: those of the running kernel with its loaded modules, and those of a file that is
 * named. Read once, and again only where the kernel is another one. Knows nothing of what they mean.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { kernelTypes, type KernelTypes } from '../core/btf/kernel-types.js';
import { readBtf } from '../core/btf/read.js';
import type { Btf } from '../core/btf/types.js';
import type { WrittenSettings } from '../core/engine/settings.js';
import { reason } from './source.js';

/** Bytes; a kernel with all its modules' types has some 10 MB, one with debug information some 600. */
const largestFile = 1024 * 1024 * 1024;

/** Settings as they are written, with the running kernel's types where the target includes it. */
export type WithHostTypes = <Settings extends WrittenSettings>(settings: Settings) => Settings;

/** Adds the running kernel's types where its own are wanted and can be read; keeps them for the next settings. */
export function hostTypes(folder = '/sys/kernel/btf', notes = '/sys/kernel/notes'): WithHostTypes {
  let kept: { readonly key: string; readonly types: KernelTypes | null } | null = null;
  const read = (): KernelTypes | null => {
    const key = keyOf(folder, notes);
    if (kept?.key !== key) kept = { key, types: key === '' ? null : readFolder(folder) };
    return kept.types;
  };
  return (settings) => {
    if (settings.types || settings.kernel?.includesHost !== true) return settings;
    const types = read();
    return types ? { ...settings, types } : settings;
  };
}

/** The types in a file, or why there are none, as words that follow its name. */
export function readTypes(path: string): KernelTypes | string {
  try {
    const { size } = statSync(path);
    if (size > largestFile) return 'is too large';
    const btf = readBtf(readFileSync(path));
    return typeof btf === 'string' ? btf : kernelTypes('the kernel of `--btf`', btf, []);
  } catch (error) {
    return reason(error);
  }
}

/** The size of the kernel's types, its build id, and the modules that are loaded; '' where there are no types. */
function keyOf(folder: string, notes: string): string {
  try {
    const { size } = statSync(join(folder, 'vmlinux'));
    return `${size} ${readFileSync(notes, 'base64')} ${modulesIn(folder).join()}`;
  } catch {
    return '';
  }
}

function modulesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name !== 'vmlinux');
}

function readFolder(folder: string): KernelTypes | null {
  const kernel = readFrom(join(folder, 'vmlinux'), null);
  if (!kernel) return null;
  const modules = modulesIn(folder).flatMap((name) => readFrom(join(folder, name), kernel) ?? []);
  return kernelTypes('the running kernel', kernel, modules);
}

/** Null for what cannot be read: then nothing is said. */
function readFrom(path: string, base: Btf | null): Btf | null {
  try {
    const btf = readBtf(readFileSync(path), base);
    return typeof btf === 'string' ? null : btf;
  } catch {
    return null;
  }
}
