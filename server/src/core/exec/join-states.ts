/**
 * What is known wherever two paths meet: what both know. Numbers that differ become a symbol of the block, which is
 * bound anew each time that control comes there. Knows states; not in which order blocks are visited.
 */
import type { Width } from '../ir/operator.js';
import { constant, constantOf } from './build-terms.js';
import { type Condition, type Facts, intervalOf } from './facts.js';
import { anything, exactly, type Interval, isSame, join, widen } from './interval.js';
import type { Cell, Contents } from './memory.js';
import { type Run, sharedRegion, sharedSymbol } from './run.js';
import type { Frame, State } from './state.js';
import type { Term } from './terms.js';
import { number, pointer, type Region, unknown, type Value } from './values.js';

/** Where paths meet. */
export interface Meeting {
  /** Tells the block, and the calls that it is in, from every other. */
  readonly name: string;
  /** The registers of the innermost function that are still read. */
  readonly live: ReadonlySet<number>;
  /** Whether numbers that still change are given up. */
  readonly widens: boolean;
}

/** What both states know; `before` itself where that is all that it knew. */
export function joinStates(run: Run, meeting: Meeting, before: State, other: State): State {
  const joining = new Joining(run, meeting, before, other);
  const joined = joining.states();
  return joining.isChanged ? joined : before;
}

class Joining {
  isChanged = false;
  /** The numbers that the block's symbols stand for. */
  private readonly bound = new Map<Term, Interval>();

  constructor(
    private readonly run: Run,
    private readonly meeting: Meeting,
    private readonly before: State,
    private readonly other: State,
  ) {}

  states(): State {
    const { before, other } = this;
    const frames = before.frames.map((frame, depth) => this.frame(frame, other.frames[depth], depth));
    const memory = this.memory();
    const lost = this.union(before.lost, other.lost);
    const escaped = this.union(before.escaped, other.escaped);
    const isMoved = before.packet !== null && before.packet !== other.packet;
    if (isMoved) this.isChanged = true;
    return {
      ...before,
      frames,
      memory,
      lost,
      escaped,
      facts: this.facts(before.facts, other.facts),
      symbols: Math.max(before.symbols, other.symbols),
      packet: isMoved ? null : before.packet,
    };
  }

  private frame(frame: Frame, other: Frame | undefined, depth: number): Frame {
    if (depth < this.before.frames.length - 1) return frame;
    const registers = frame.registers.map((value, i) => {
      if (!this.meeting.live.has(i)) return unknown;
      return this.value(value, other?.registers[i] ?? unknown, frame.fn.registers[i]?.bits ?? 64, `r${i}`);
    });
    return { ...frame, registers };
  }

  private value(a: Value, b: Value, bits: Width, name: string): Value {
    if (a === b || a.kind === 'unknown') return a;
    if (a.kind === 'number' && b.kind === 'number') return number(this.term(a.term, b.term, bits, name));
    if (a.kind === 'pointer' && b.kind === 'pointer' && a.region === b.region)
      return pointer(a.region, this.term(a.offset, b.offset, 64, name));
    if (a.kind === 'function' && b.kind === 'function' && a.name === b.name) return a;
    const region = this.either(a, b, name);
    if (!region) return this.changed(unknown);
    return a.kind === 'pointer' && a.region === region
      ? a
      : this.changed(pointer(region, constant(this.run.arena, 64, 0n)));
  }

  private changed<T>(value: T): T {
    this.isChanged = true;
    return value;
  }

  /** The same term, or the block's symbol for both. */
  private term(a: Term, b: Term, bits: Width, name: string): Term {
    const { run, meeting } = this;
    const symbol = sharedSymbol(run, bits, 'havoc', `${meeting.name} ${name}`, { kind: 'lost' });
    if (a === b && (a === symbol || !this.mentionsBlock(b))) return a;
    const before = intervalOf(this.before.facts, a);
    const now = intervalOf(this.other.facts, b);
    this.bound.set(symbol, meeting.widens ? widen(before, now) : join(before, now));
    if (a !== symbol) this.isChanged = true;
    return symbol;
  }

  /** Whether a term was made of what the block's symbols stood for before. */
  private mentionsBlock(term: Term): boolean {
    const { arena } = this.run;
    return [...arena.symbols(term)].some((symbol) => {
      const node = arena.node(symbol);
      return node.kind === 'symbol' && node.name.startsWith(`${this.meeting.name} `);
    });
  }

  /** Memory that is there or not, of which no more is known than that; null where it is not of one kind. */
  private either(a: Value, b: Value, name: string): Region | null {
    const [first, second] = [this.target(a), this.target(b)];
    if (!first || !second || (first === 'null' && second === 'null')) return null;
    const known = first === 'null' ? second : first;
    if (known === 'null') return null;
    const symbol = sharedSymbol(this.run, 64, 'havoc', `${this.meeting.name} ${name}`, { kind: 'lost' });
    const addresses = [addressOf(a, this.before.facts), addressOf(b, this.other.facts)] as const;
    const both = join(...addresses);
    this.bound.set(symbol, this.meeting.widens ? widen(addresses[0], both) : both);
    return sharedRegion(this.run, `${this.meeting.name} ${name}`, () => ({
      kind: 'result',
      name: known.name,
      origin: known.origin ?? null,
      size: null,
      address: symbol,
      content: 'input',
    }));
  }

  private target(value: Value): Region | 'null' | null {
    const { arena } = this.run;
    if (value.kind === 'number') return constantOf(arena, value.term) === 0n ? 'null' : null;
    if (value.kind !== 'pointer' || value.region.kind !== 'result') return null;
    return constantOf(arena, value.offset) === 0n ? value.region : null;
  }

  private memory(): Map<Region, Contents> {
    const { before, other } = this;
    const joined = new Map<Region, Contents>();
    for (const [region, cells] of before.memory) {
      const others = other.memory.get(region) ?? [];
      joined.set(region, cells === others ? cells : this.contents(region, cells, others));
    }
    for (const [region] of other.memory) if (!joined.has(region)) joined.set(region, []);
    return joined;
  }

  private contents(region: Region, cells: Contents, others: Contents): Contents {
    return cells.flatMap((cell): readonly Cell[] => {
      const same = others.find(({ offset, size }) => offset === cell.offset && size === cell.size);
      if (!same) return this.changed([]);
      const bits = (cell.size * 8) as Width;
      return [{ ...cell, value: this.value(cell.value, same.value, bits, `${region.name}[${cell.offset}]`) }];
    });
  }

  private union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Set<T> {
    const all = new Set([...a, ...b]);
    if (all.size > a.size) this.isChanged = true;
    return all;
  }

  private facts(before: Facts, other: Facts): Facts {
    const conditions = this.common(before.conditions, other.conditions);
    if (conditions.length < before.conditions.length) this.isChanged = true;
    const confined = new Map<Term, Interval>();
    for (const [term, interval] of before.confined) {
      if (this.rebinds(term)) continue;
      const others = other.confined.get(term);
      const now = others === interval ? interval : join(interval, others ?? intervalOf(other, term));
      if (now === interval || isSame(now, interval)) confined.set(term, interval);
      else {
        this.isChanged = true;
        if (!this.meeting.widens) confined.set(term, now);
      }
    }
    for (const [symbol, interval] of this.bound) {
      const last = before.confined.get(symbol);
      if (!last || !isSame(last, interval)) this.isChanged = true;
      confined.set(symbol, interval);
    }
    return { arena: before.arena, conditions, confined, computed: new Map() };
  }

  /** Both paths mostly have the first ones in common. */
  private common(before: readonly Condition[], other: readonly Condition[]): readonly Condition[] {
    const differ = before.findIndex((each, i) => each !== other[i]);
    if (differ < 0 && this.bound.size === 0) return before;
    const keyOf = ({ term, truth }: Condition): number => (truth ? term : -term - 1);
    const shared = differ < 0 ? before.length : differ;
    const known = new Set(other.slice(shared).map(keyOf));
    return before.filter((each, i) => (i < shared || known.has(keyOf(each))) && !this.rebinds(each.term));
  }

  private rebinds(term: Term): boolean {
    if (this.bound.size === 0) return false;
    const symbols = this.run.arena.symbols(term);
    return [...this.bound.keys()].some((each) => symbols.has(each));
  }
}

/** What tells whether a pointer is NULL. */
function addressOf(value: Value, facts: Facts): Interval {
  if (value.kind === 'number') return exactly(64, 0n);
  const address = value.kind === 'pointer' ? value.region.address : null;
  return address === null ? { ...anything(64), umin: 1n } : intervalOf(facts, address);
}
