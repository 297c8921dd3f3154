/** Types of example-source.mjs, for the tests. */
export function exampleSource(row: { readonly example?: readonly string[] }): string;
