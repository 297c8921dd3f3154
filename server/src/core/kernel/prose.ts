/** How helpers are declared, and what each does in a sentence: a view over rules/helpers.json. Rests on no measurement. */

export interface RawProse {
  readonly helpers: Readonly<
    Record<string, { readonly returns: string; readonly takes: string; readonly does: string }>
  >;
}

export interface HelperProse {
  /** A type, as C writes it. */
  readonly returns: string;
  /** Declarations, as C writes them: `const void *key`; `...` last, where it takes any number. */
  readonly parameters: readonly string[];
  /** A sentence. */
  readonly does: string;
}

/** What is said of a helper; null for what is none. */
export type ProseTable = (helper: string) => HelperProse | null;

export function proseTable(raw: RawProse): ProseTable {
  return (helper) => {
    const row = raw.helpers[helper];
    if (!row) return null;
    const parameters = row.takes === '' ? [] : row.takes.split(/,\s*/);
    return { returns: row.returns, parameters, does: row.does };
  };
}
