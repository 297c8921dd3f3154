/** The local variables of a function as the walk goes through it: scopes, branches, and what a loop forgets. */
import type { TypeExpr } from '../../syntax/ast.js';
import type { Watch } from '../../syntax/watch.js';
import { joinValues, unknownValue, type Cell, type Typed, type Value } from './values.js';

/** Lexical scopes over values that differ from branch to branch. */
export interface Environment {
  declare(name: string, initial: Omit<Cell, 'value'> & Typed): void;
  /** Null for a name that no scope declares. */
  lookup(name: string): Cell | null;
  /** A type that the function declares: `struct s` or `typedef t`. */
  declareType(name: string, type: TypeExpr): void;
  /** Null for a name that no scope declares. */
  typeNamed(name: string): TypeExpr | null;
  enter(): void;
  leave(): void;
  /** The values as they are now, for `restore` and `join`; scopes are not part of it. */
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** Keeps what this branch and another one agree upon. */
  join(other: Snapshot): void;
  /** Notes that what a region's pointer holds is not NULL here. */
  checked(region: string): void;
  /** Whether that was noted on every way that leads here. */
  isChecked(region: string): boolean;
  /** A region's pointer is another one from here on. */
  renewed(region: string): void;
  /** Whether a constant of the loaded program decides if this is reached, so that the verifier may prune it. */
  isDoubtful(): boolean;
  doubt(isDoubtful: boolean): void;
  /** Forgets what is known of these names. */
  forget(names: Iterable<string>): void;
}

export interface Snapshot {
  readonly values: ReadonlyMap<Cell, Value>;
  readonly checked: ReadonlySet<string>;
  readonly isDoubtful: boolean;
}

/** The environment of a function that is called where `caller` holds; of a program's entry without one. */
export function createEnvironment(watch: Watch, caller?: Snapshot): Environment {
  const scopes: Map<string, Cell>[] = [new Map<string, Cell>()];
  let checkedRegions: ReadonlySet<string> = caller?.checked ?? new Set();
  let isDoubtful = caller?.isDoubtful ?? false;
  const types: Map<string, TypeExpr>[] = [new Map<string, TypeExpr>()];
  const find = (name: string): Cell | undefined => scopes.findLast((scope) => scope.has(name))?.get(name);
  const locals = (): Cell[] => {
    const all = scopes.flatMap((scope) => [...scope.values()]);
    watch.spend(all.length / 4);
    return all;
  };
  return {
    declare: (name, initial) => void scopes.at(-1)?.set(name, { ...initial }),
    lookup: (name) => find(name) ?? null,
    declareType: (name, type) => void types.at(-1)?.set(name, type),
    typeNamed: (name) => types.findLast((scope) => scope.has(name))?.get(name) ?? null,
    enter() {
      scopes.push(new Map());
      types.push(new Map());
    },
    leave() {
      scopes.pop();
      types.pop();
    },
    snapshot: () => ({
      values: new Map(locals().map((local) => [local, local.value])),
      checked: checkedRegions,
      isDoubtful,
    }),
    restore(snapshot) {
      for (const [local, value] of snapshot.values) local.value = value;
      checkedRegions = snapshot.checked;
      ({ isDoubtful } = snapshot);
    },
    join(other) {
      for (const [local, value] of other.values)
        if (local.value !== value) local.value = joinValues(local.value, value);
      checkedRegions = new Set([...checkedRegions].filter((region) => other.checked.has(region)));
      isDoubtful &&= other.isDoubtful;
    },
    isDoubtful: () => isDoubtful,
    doubt: (value) => void (isDoubtful = value),
    checked: (region) => void (checkedRegions = new Set([...checkedRegions, region])),
    isChecked: (region) => checkedRegions.has(region),
    renewed: (region) =>
      void (checkedRegions = new Set([...checkedRegions].filter((each) => each !== region))),
    forget(names) {
      for (const name of names) {
        const local = find(name);
        if (local) local.value = unknownValue;
      }
    },
  };
}
