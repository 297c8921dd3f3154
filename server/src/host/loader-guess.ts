/** Who loads the programs of a source where nobody says so: guessed from the build files around it. */
import { join, relative, sep } from 'node:path';
import type { LoaderGuess } from '../core/engine/settings.js';
import type { FoundRun, GoRuns } from './go-runs.js';
import { loaderEvidence, makefileNames, manifestNames, type BuildFileName } from './loader-evidence.js';
import { foldersAbove } from './project-root.js';
import type { SmallFiles } from './small-files.js';

/**
 * The surest first: a run of bpf2go that compiles the file or its neighbour, the nearest manifest that names a
 * library, any run of bpf2go in the project, the nearest makefile that names libbpf. Null where nothing shows it.
 */
export function guessLoader(path: string, root: string, files: SmallFiles, runs: GoRuns): LoaderGuess | null {
  const folders = foldersAbove(path, root);
  const nearest = (names: readonly BuildFileName[]): LoaderGuess | null => {
    for (const folder of folders) {
      for (const name of names) {
        const text = files.read(join(folder, name));
        const evidence = text === null ? null : loaderEvidence(name, text);
        if (evidence === null) continue;
        return { loader: evidence.loader, because: `${shown(join(folder, name), root)} ${evidence.words}` };
      }
    }
    return null;
  };
  return (
    ofRun(runs.compiling(path, root), root) ??
    nearest(manifestNames) ??
    ofRun(runs.around(path, root), root) ??
    nearest(makefileNames)
  );
}

function ofRun([run]: readonly FoundRun[], root: string): LoaderGuess | null {
  return run ? { loader: 'cilium', because: `${shown(run.file, root)} runs bpf2go` } : null;
}

function shown(path: string, root: string): string {
  return relative(root, path).split(sep).join('/');
}
