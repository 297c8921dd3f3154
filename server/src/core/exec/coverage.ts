/**
 * Which points are reached whatever comes out of tests that nobody can decide: those of lost numbers and of load-time
 * constants. A point counts once paths reached it for every way that these tests come out. Knows no paths.
 */

/** How tests came out of which it is not known how they do, by what tells them apart. */
export type Assumptions = ReadonlyMap<string, boolean>;

export interface Coverage<Proof> {
  /** Notes that a path with these assumptions reached the point; gives whether it is now covered. */
  note(key: string, assumed: Assumptions, proof: Proof): boolean;
  /** The proof with the fewest assumptions of a point that is covered; null for another. */
  proof(key: string): Proof | null;
  /** Whether any path reached it. */
  isSeen(key: string): boolean;
}

const mostPerPoint = 48;

export function createCoverage<Proof>(): Coverage<Proof> {
  const seen = new Map<string, { readonly assumed: Assumptions; readonly proof: Proof }[]>();
  const covered = new Map<string, Proof>();
  return {
    note(key, assumed, proof) {
      if (covered.has(key)) return true;
      const all = seen.get(key) ?? [];
      if (all.length < mostPerPoint) all.push({ assumed, proof });
      seen.set(key, all);
      if (!isCovered(all.map((each) => each.assumed))) return false;
      const [best] = [...all].sort((a, b) => a.assumed.size - b.assumed.size);
      if (best) covered.set(key, best.proof);
      return true;
    },
    proof: (key) => covered.get(key) ?? null,
    isSeen: (key) => seen.has(key),
  };
}

/** Whether one of them holds, whatever each test comes out as. */
function isCovered(all: readonly Assumptions[]): boolean {
  if (all.some((each) => each.size === 0)) return true;
  const [test] = all[0]?.keys() ?? [];
  return test !== undefined && [true, false].every((outcome) => isCovered(without(all, test, outcome)));
}

/** What is left to assume once a test came out one way. */
function without(all: readonly Assumptions[], test: string, outcome: boolean): readonly Assumptions[] {
  return all
    .filter((each) => each.get(test) !== !outcome)
    .map((each) => new Map([...each].filter(([key]) => key !== test)));
}
