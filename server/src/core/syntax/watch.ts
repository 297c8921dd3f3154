/**
 * The time that one analysis may take. Steps decide what is found; the clock only ends what takes too long all the
 * same, and then nothing is said of what was not finished. Work that is easy is done whatever the clock says, so that
 * a slow machine finds what a fast one does.
 */

/** Thrown in the middle of work when the time is over; whoever can leave the work out catches it. */
export class TimeOver extends Error {}

export interface Watch {
  /** Milliseconds on a clock that only moves forward. */
  now(): number;
  /** Begins an analysis. */
  start(): void;
  /** Ends it: what is asked for afterwards has no limit. */
  stop(): void;
  /** Counts work, in steps of some microseconds, and tells whether the time is over; once it is, it stays so. */
  isOver(work: number): boolean;
  /** The same for work in the middle of things: throws a `TimeOver`. */
  spend(work: number): void;
  /** The clock's reading that ends an analysis. */
  deadline(): number;
}

/** Milliseconds for one analysis while somebody types, which leaves some to finish what was begun. */
export const MOST_TIME = 1500;
/** So much work is done without a look at the clock: more than the steps that one program may take. */
export const EASY_WORK = 900_000;
/** So much is done between two looks. */
const BETWEEN_LOOKS = 5000;

/** `now` and `mostTime` are milliseconds. */
export function createWatch(now: () => number, mostTime = MOST_TIME): Watch {
  let deadline = Infinity;
  let work = 0;
  let nextLook = 0;
  let over = false;
  const begin = (end: number): void => {
    deadline = end;
    work = 0;
    nextLook = EASY_WORK;
    over = false;
  };
  const watch: Watch = {
    now,
    start: () => begin(now() + mostTime),
    stop: () => begin(Infinity),
    isOver(more) {
      work += more;
      if (over || work < nextLook) return over;
      nextLook = work + BETWEEN_LOOKS;
      return (over = now() > deadline);
    },
    spend(more) {
      if (watch.isOver(more)) throw new TimeOver('the time is over');
    },
    deadline: () => deadline,
  };
  return watch;
}
