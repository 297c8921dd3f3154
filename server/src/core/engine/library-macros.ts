/** Which macros are the library's by what rules/reads.json tells of them, whatever file defines them. */
import type { ReadingTable } from '../kernel/readings.js';
import type { Definition } from '../syntax/directive.js';
import { SECTION_WORDS } from '../syntax/words.js';

/** A macro whose meaning the tables tell; one that only computes may as well be expanded. */
export function isLibraryMacro(definition: Definition, readings: ReadingTable): boolean {
  const { name } = definition;
  if (readings.isWrapper(name)) return !isBuiltOnOthers(definition, readings);
  const meaning = readings.meaning(name);
  return (
    readings.probeRead(name) !== null ||
    readings.givesTrusted(name) !== null ||
    (meaning !== null && meaning !== 'computes')
  );
}

/** A project's own wrapper around libbpf's, as sched_ext's BPF_STRUCT_OPS, says which section it means. */
function isBuiltOnOthers({ name, source, bodyStart }: Definition, readings: ReadingTable): boolean {
  const words = source.slice(bodyStart).match(/[A-Za-z_]\w*/g) ?? [];
  return words.some((word) => word !== name && (SECTION_WORDS.has(word) || readings.isWrapper(word)));
}
