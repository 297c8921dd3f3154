/** What becomes of programs with operators on packet pointers: a view over rules/tables/pointer-operators.json. */

/** The other operand; `none` where there is none. */
export type PointerOperand = 'constant' | 'variable' | 'none';

/** What is done with the result: compared with a constant (`compared`, `equal`), or `against` a packet pointer. */
export type PointerBecomes = 'stored' | 'pointer' | 'compared' | 'equal' | 'against' | 'truth' | 'unknown';

/** Words: refused as every compiler builds it; words in a list: only as some do; null: accepted. */
type RawAnswer = string | readonly [string] | null;

export interface RawPointerOperators {
  /** `packet | constant` to what is done with the result. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, RawAnswer>>>>;
}

export interface OperatorAnswer {
  /** Whether every build that was tried is refused. */
  readonly isSure: boolean;
  /** The verifier's words, with `R#` for the register. */
  readonly words: string;
}

export interface PointerOperatorTable {
  /** Null where all builds are accepted, or none was tried. */
  refusal(
    pointer: 'packet' | 'packet end',
    operator: string,
    operand: PointerOperand,
    becomes: PointerBecomes,
  ): OperatorAnswer | null;
}

export function pointerOperatorTable(raw: RawPointerOperators): PointerOperatorTable {
  return {
    refusal(pointer, operator, operand, becomes) {
      const answers = raw.answers[`${pointer} ${operator} ${operand}`];
      if (!answers) return null;
      return becomes === 'unknown'
        ? whateverBecomes(Object.values(answers))
        : answerOf(answers[becomes] ?? null);
    },
  };
}

function answerOf(raw: RawAnswer): OperatorAnswer | null {
  if (raw === null) return null;
  return typeof raw === 'string' ? { isSure: true, words: raw } : { isSure: false, words: raw[0] };
}

/** Sure where all that can be done with it is. */
function whateverBecomes(all: readonly RawAnswer[]): OperatorAnswer | null {
  const answers = all.map(answerOf);
  const first = answers.find((each) => each !== null);
  return first ? { isSure: answers.every((each) => each?.isSure), words: first.words } : null;
}
