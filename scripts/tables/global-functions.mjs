/** The answers of rules/global-functions/measured.json without the C that was asked about. */

/** Shape to `[first kernel, words]`; every kernel of the other tables must have been asked. */
export function mergeGlobalFunctions({ measured, shapes }, kernels) {
  const missing = kernels.filter(({ version }) => !measured.includes(version));
  if (missing.length > 0)
    throw new Error(`global functions: not asked on ${missing.map(({ version }) => version).join(', ')}`);
  return {
    shapes: Object.fromEntries(Object.entries(shapes).map(([shape, { answers }]) => [shape, answers])),
  };
}
