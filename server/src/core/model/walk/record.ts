/** Notes accesses to contexts with all that the rules ask of them. */
import type { Expr } from '../../syntax/ast.js';
import type { Elements, RecordedAccess, Use } from './recorded.js';
import { textOf, type ContextPlace, type Walk } from './walk.js';

type Doing = Pick<
  RecordedAccess,
  'access' | 'offset' | 'size' | 'use' | 'compound' | 'atomic' | 'isUnchecked'
>;

/** Records an access to a place in a context. */
export function recordAccess(walk: Walk, place: ContextPlace, expr: Expr, doing: Doing): RecordedAccess {
  const { region } = place;
  const { access, offset, size } = doing;
  const at = walk.frame.locate(expr.span);
  const recorded: RecordedAccess = {
    ...doing,
    region,
    struct: place.owner ?? walk.spec.context ?? '',
    path: place.path,
    elements: place.offset === null ? elementsOf(place) : null,
    at,
    fieldAt: place.fieldAt ?? at,
    calls: walk.frame.calls,
    guarded: walk.environment.isDoubtful(),
    isAtHand: access === 'read' && isAtHand(walk, region, offset, size),
    memberAt: memberBeside(walk, place, offset),
    isFixed: place.owner === null || isFixedHere(walk, place.owner),
  };
  walk.found.accesses.push(recorded);
  if (access === 'read' && !recorded.elements) walk.path?.memory.noteLoad({ base: region, offset, size });
  return recorded;
}

/** Whether the path read the bytes before, in a wider piece. */
function isAtHand({ path }: Walk, region: string, offset: number, size: number): boolean {
  return [2, 4, 8].some((wide) => {
    const start = offset - (offset % wide);
    return (
      wide > size &&
      offset + size <= start + wide &&
      path?.memory.wasLoaded({ base: region, offset: start, size: wide }) === true
    );
  });
}

/**
 * The member that an access was reached through and does not begin at; null where there is none, and where the file
 * declares its struct without `preserve_access_index`, so that its offsets are constants.
 */
function memberBeside(walk: Walk, { memberAt, owner }: ContextPlace, offset: number): number | null {
  if (memberAt === undefined || memberAt === offset) return null;
  return isFixedHere(walk, owner ?? walk.spec.context ?? '') ? null : memberAt;
}

/** Whether a struct's offsets are constants, whatever vmlinux.h does: the file declares it so. */
export function isFixedHere(walk: Walk, struct: string): boolean {
  const declared = walk.symbols.tagged(`struct ${struct}`)?.node;
  const attributes = declared?.kind === 'tagged' ? (declared.body?.attributes ?? []) : null;
  return attributes !== null && !attributes.includes('preserve_access_index');
}

/** Qualifiers are no part of types here, but a volatile load is made even if nobody wants its value. */
export function keptUse(walk: Walk, expr: Expr, use: Use): Use {
  return use === 'dropped' && isVolatile(walk, expr) ? 'used' : use;
}

/** Whether a load is made whatever becomes of its value. */
export function isVolatile(walk: Walk, expr: Expr): boolean {
  const { fn } = walk.activation;
  const head = walk.frame.content.text.slice(fn.paramsSpan.start, fn.paramsSpan.end);
  return /\bvolatile\b/.test(textOf(walk, expr)) || /\bvolatile\b/.test(head);
}

function elementsOf({ varying }: ContextPlace): Elements | null {
  return varying && { stride: varying.stride, count: varying.count, inLoop: varying.inLoop };
}
