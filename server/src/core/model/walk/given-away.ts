/** Locals whose address somebody else got: what is known of them afterwards. */
import { fresh } from './names.js';
import { clobbered, filledValue, memberValue, withMember, type Value } from './values.js';
import { isPeeking, type Walk } from './walk.js';

/** A local is given away whole where one of its elements is. */
type Address = Extract<Value, { kind: 'address' }>;

/** What somebody else may have written to a local: its numbers may be others. */
export function clobber(walk: Walk, { of, path }: Address): void {
  if (isPeeking(walk)) return;
  const whole = wholeOf(path);
  of.value = withMember(of.value, whole, clobbered(memberValue(of.value, whole)));
}

/** A local that was surely filled with what nobody knows. */
export function fill(walk: Walk, { of, path }: Address): void {
  if (isPeeking(walk)) return;
  const whole = wholeOf(path);
  const isNumber = whole.length === 0 && of.type.kind === 'integer';
  of.value = withMember(of.value, whole, isNumber ? fresh(walk, of.type).value : filledValue);
}

function wholeOf(path: readonly string[]): readonly string[] {
  return path.at(-1)?.startsWith('[') ? path.slice(0, -1) : path;
}
