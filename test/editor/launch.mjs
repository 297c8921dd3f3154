/**
 * A process of its own around @vscode/test-electron, so that run.mjs can end it with all it started:
 * test-electron has no limit on time. Takes the options of runTests as one JSON argument.
 */
import { runTests } from '@vscode/test-electron';

// The editor gets the signal too, being of the same group, and cleans up: this process outlives it to tell.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

try {
  await runTests(JSON.parse(process.argv[2]));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
