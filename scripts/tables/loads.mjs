// Since which measured kernel a program type with its attach type loads at all.
export function mergeLoads(rows) {
  const programs = {};
  for (const { key, measured } of rows) {
    const first = measured.find(({ program }) => program.loads === true);
    const refused = measured.find(({ program }) => program.loads !== true);
    if (first || refused)
      programs[key] = {
        since: first?.version ?? null,
        ...(refused ? { refused: refused.program.loads } : {}),
      };
  }
  return { programs };
}
