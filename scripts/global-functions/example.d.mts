/** A row of rules/global-functions/measured.json. */
export interface Example {
  readonly declarations?: string;
  readonly function: string;
  readonly body: string;
  readonly call: string;
}

export function nameOf(shape: string): string;
export function exampleSource(shapes: readonly (readonly [string, Example])[]): string;
