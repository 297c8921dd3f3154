/** An operator with a pointer and an operand, as `packet | constant`, and expressions that stand for it. */
export interface Operator {
  readonly key: string;
  readonly values: readonly string[];
}

export const operators: readonly Operator[];
export const uses: Readonly<Record<string, (value: string) => readonly string[]>>;
export function exampleSource(statements: string): string;
