/** Runs the differential test against compiler and kernel. */
import { runBundled } from '../../../scripts/run-bundled.mjs';

await runBundled('test/kernel/differential/main.ts', 'differential');
