/** The types of chromium.mjs, for the tests in TypeScript that need a browser. */
import type { Browser } from 'playwright-core';

export function findChromium(): string | undefined;
export function canInstallChromium(): boolean;
export function installChromium(log?: (line: string) => void): Promise<void>;
export function openBrowser(tmp: string): Promise<Browser>;
