/** The parsed JSON of rules/ as the host hands it over, before any view has looked into it. */

/** Keyed by a file's base name where a folder holds many: `contexts.bpf_sock`, `tables.access`. */
export interface RawTables {
  /** rules/sections.json */
  readonly sections: unknown;
  /** rules/programs.json */
  readonly programs: unknown;
  readonly reads: unknown;
  /** rules/helpers.json */
  readonly prose: unknown;
  /** rules/messages.json */
  readonly messages: unknown;
  /** rules/contexts/*.json */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** rules/tables/*.json */
  readonly tables: Readonly<Record<string, unknown>>;
}
