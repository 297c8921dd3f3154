/** `check --print-config FILE`: what is in force for a file, after flags, configuration file and defaults. */
import type { CommandContext } from './command.js';
import type { BuildKnowledge } from '../host/build-paths.js';
import type { HeaderReaders } from './headers.js';
import { targetName, type SettingsResolver } from './settings.js';

/** Prints the configuration as JSON, every rule included; exit code 2 when the file has mistakes, else 0. */
export async function printConfig(
  path: string,
  resolver: SettingsResolver,
  readers: HeaderReaders,
  context: CommandContext,
): Promise<number> {
  const { engine, terminal } = context;
  const { settings, loaderFrom, includePaths, config } = await resolver.settingsFor(path);
  const rules = engine.rules.map(
    ({ id, severity, isOptIn }) => [id, settings.severities[id] ?? (isOptIn ? 'off' : severity)] as const,
  );
  const shown = {
    config,
    kernel: targetName(settings, engine.facts),
    loader: settings.loader,
    loaderFrom,
    rules: Object.fromEntries(rules),
    includePaths,
    build: buildData(readers.buildOf(path)),
  };
  terminal.print(`${JSON.stringify(shown, null, 2)}\n`);
  for (const problem of resolver.problems) terminal.notice(problem);
  return resolver.problems.length > 0 ? 2 : 0;
}

/** What was found in the build's files, and in which. */
function buildData({ folders, defines, from }: BuildKnowledge): object {
  return { includePaths: folders.map(({ path }) => path), defines, from };
}
