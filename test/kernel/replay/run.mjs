/** Runs random programs through the kernel and the replay, and compares. */
import { runBundled } from '../../../scripts/run-bundled.mjs';

await runBundled('test/kernel/replay/main.ts', 'replay');
