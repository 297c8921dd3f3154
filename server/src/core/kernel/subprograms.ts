/** What the verifier says to a context handed to a global function: a view over rules/tables/subprograms.json. */
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn } from './versions.js';

export interface RawSubprograms {
  /** Every struct that was asked about, with `void`, and `other` for one that no kernel knows. */
  readonly structs: readonly string[];
  readonly answers: readonly RawArgumentAnswer[];
  /** Program, then `[first kernel, index into answers]`, oldest first; -1 where nothing was measured. */
  readonly programs: Readonly<Record<string, readonly (readonly [string, number])[]>>;
}

/** The verifier's words have `<function>` for the function's name and `func#` for the number it has for it. */
interface RawArgumentAnswer {
  readonly accepted: readonly string[];
  /** The words to whatever is neither accepted nor named in `otherRefusals`. */
  readonly refusal: string | null;
  readonly otherRefusals?: Readonly<Record<string, readonly string[]>>;
}

export interface GlobalArgumentTable {
  /**
   * The verifier's words where a program hands its context, as it got it, to a function that is not static and
   * whose first parameter points to `struct`; null where that is accepted or was not measured. `struct` is a
   * tag, or `void`; a tag that was not asked about is judged like any struct that no kernel knows. The words name
   * the function `name`; of its number, which only the compiler knows, the `#` stays.
   */
  refusal(program: ProgramSpec, struct: string, kernel: string, name: string): string | null;
}

const unknownStruct = 'other';

/** The view over the table as it was read; of a program that it does not hold, nothing was measured. */
export function globalArgumentTable(raw: RawSubprograms): GlobalArgumentTable {
  const asked = new Set(raw.structs);
  return {
    refusal(program, struct, kernel, name) {
      const row = rowOn(raw.programs[measuredKey(program)], kernel);
      const answer = row && raw.answers[row[1]];
      const words = answer ? wordsTo(answer, asked.has(struct) ? struct : unknownStruct) : null;
      return words?.replaceAll('<function>', () => name) ?? null;
    },
  };
}

function wordsTo(answer: RawArgumentAnswer, struct: string): string | null {
  if (answer.accepted.includes(struct)) return null;
  const others = Object.entries(answer.otherRefusals ?? {});
  return others.find(([, structs]) => structs.includes(struct))?.[0] ?? answer.refusal;
}
