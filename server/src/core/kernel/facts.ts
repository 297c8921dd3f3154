/** Everything the kernel says, behind one interface; the tables under rules/ are its only source. */
import type { Loader } from '../engine/settings.js';
import { accessTable, type AccessTable, type RawAccess } from './access.js';
import type { ContextRow } from './contexts.js';
import { contractTable, type ContractTable, type RawContracts } from './contracts.js';
import {
  globalFunctionTable,
  type GlobalFunctionTable,
  type RawGlobalFunctions,
} from './global-functions.js';
import { helperTable, type HelperTable, type RawHelpers } from './helpers.js';
import { loadTable, type LoadTable, type RawLoads } from './loads.js';
import {
  pointerOperatorTable,
  type PointerOperatorTable,
  type RawPointerOperators,
} from './pointer-operators.js';
import { pointerTable, type PointerTable, type RawPointers } from './pointers.js';
import { proseTable, type ProseTable, type RawProse } from './prose.js';
import { mapTable, type MapTable, type RawMaps } from './maps.js';
import { readingTable, type ReadingTable } from './readings.js';
import type { RawReads } from './reading-rows.js';
import { returnTable, type RawReturns, type ReturnTable } from './returns.js';
import type { RawTables } from './raw.js';
import {
  matchSection,
  measuredKey,
  type FunctionRows,
  type LegacySectionRow,
  type ProgramSpec,
  type SectionMatch,
  type SectionRow,
} from './sections.js';
import { globalArgumentTable, type GlobalArgumentTable, type RawSubprograms } from './subprograms.js';
import { uapiTypes, type RawTypes, type UapiTypes } from './uapi.js';
import type { KernelSet } from './versions.js';

export interface KernelFacts {
  /** Every measured kernel, oldest first. */
  readonly kernels: KernelSet;
  readonly sections: readonly SectionRow[];
  readonly legacySections: readonly LegacySectionRow[];
  /** What the names of some functions of the kernel mean. */
  readonly functions: FunctionRows;
  /** All rows of rules/programs.json. */
  readonly programs: readonly ProgramSpec[];
  readonly access: AccessTable;
  readonly returns: ReturnTable;
  readonly helpers: HelperTable;
  readonly contracts: ContractTable;
  readonly prose: ProseTable;
  readonly loads: LoadTable;
  readonly pointers: PointerTable;
  readonly pointerOperators: PointerOperatorTable;
  readonly globalArguments: GlobalArgumentTable;
  readonly globalFunctions: GlobalFunctionTable;
  readonly readings: ReadingTable;
  /** Which definitions of maps are taken. */
  readonly maps: MapTable;
  /** What C programs get from the kernel's headers. */
  readonly uapi: UapiTypes;
  /** What a section string means; null when neither loader knows it. */
  match(section: string, loader: Loader): SectionMatch | null;
  /** A row of rules/programs.json by its canonical section. */
  program(section: string): ProgramSpec | null;
  /** Every context and socket struct. */
  readonly contexts: readonly ContextRow[];
  /** A context or socket struct by its name. */
  context(struct: string): ContextRow | null;
}

/** The facts over parsed tables. Throws on tables that lack their parts: an installation is broken then. */
export function createFacts(raw: RawTables): KernelFacts {
  const sections = raw.sections as FunctionRows & {
    sections: readonly SectionRow[];
    legacy: readonly LegacySectionRow[];
  };
  const rows = (raw.programs as { programs: Record<string, Omit<ProgramSpec, 'section'>> }).programs;
  const programs = new Map(Object.entries(rows).map(([section, row]) => [section, { ...row, section }]));
  const contexts = new Map(
    Object.values(raw.contexts).map((row) => [(row as ContextRow).struct, row as ContextRow]),
  );
  const access = accessTable(raw.tables['access'] as RawAccess);
  const helpers = helperTable(raw.tables['helpers'] as RawHelpers);
  const loads = loadTable(raw.tables['loads'] as RawLoads);
  const depends = (program: ProgramSpec): boolean =>
    helpers.dependsOnTarget(program) || loads.dependsOnTarget(program);
  return {
    kernels: access.kernels,
    sections: sections.sections,
    legacySections: sections.legacy,
    functions: sections,
    programs: [...programs.values()],
    access,
    returns: returnTable(raw.tables['returns'] as RawReturns),
    helpers,
    prose: proseTable(raw.prose as RawProse),
    contracts: contractTable(raw.tables['contracts'] as RawContracts),
    loads,
    pointers: pointerTable(raw.tables['pointers'] as RawPointers),
    globalArguments: globalArgumentTable(raw.tables['subprograms'] as RawSubprograms),
    pointerOperators: pointerOperatorTable(raw.tables['pointer-operators'] as RawPointerOperators),
    globalFunctions: globalFunctionTable(raw.tables['global-functions'] as RawGlobalFunctions),
    readings: readingTable(raw.reads as RawReads),
    maps: mapTable(raw.tables['maps'] as RawMaps),
    uapi: uapiTypes(raw.tables['types'] as RawTypes),
    match: remembered((section, loader) =>
      forTarget(matchSection(sections.sections, programs, section, loader), access, depends),
    ),
    program: (section) => programs.get(section) ?? null,
    contexts: [...contexts.values()],
    context: (struct) => contexts.get(struct) ?? null,
  };
}

/** What a program may access, or call, or whether it loads can depend on its target; some targets were measured. */
function forTarget(
  match: SectionMatch | null,
  access: AccessTable,
  depends: (program: ProgramSpec) => boolean,
): SectionMatch | null {
  if (!match?.target) return match;
  const { spec, target } = match;
  const accessAs = `${measuredKey(spec)}/${target}`;
  const isKnown = access.knows({ program: { ...spec, accessAs }, region: 'ctx' });
  if (!isKnown && !depends(spec)) return match;
  return { ...match, spec: { ...spec, ...(isKnown && { accessAs }), ...(depends(spec) && { target }) } };
}

/** The same answer to the same question, and the same object, for as long as the engine lives. */
function remembered(match: KernelFacts['match']): KernelFacts['match'] {
  const known = new Map<string, SectionMatch | null>();
  return (section, loader) => {
    const key = `${loader} ${section}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = match(section, loader);
    if (known.size > mostRemembered) known.clear();
    known.set(key, found);
    return found;
  };
}

const mostRemembered = 5000;
