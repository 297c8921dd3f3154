/** A headless chromium for the tests of this room, installed where that may be, or the reason why there is none. */
import { tmpdir } from 'node:os';
import { after } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  canInstallChromium,
  findChromium,
  installChromium,
  openBrowser,
} from '../../editor/host/chromium.mjs';

/** Why tests of this room are skipped; false where they are not. */
export const noBrowser: string | false = await reasonForNone();

async function reasonForNone(): Promise<string | false> {
  if (findChromium() !== undefined) return false;
  if (!canInstallChromium()) return 'no chromium here: install one, or name it in CHROMIUM';
  try {
    await installChromium();
    return false;
  } catch (error) {
    return `chromium cannot be installed here: ${String(error)}`;
  }
}

let opened: Promise<Browser> | null = null;

/** The one browser of a test file, closed at its end. */
export function browser(): Promise<Browser> {
  return (opened ??= openBrowser(tmpdir()));
}

after(async () => (await opened)?.close());
