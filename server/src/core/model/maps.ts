/**
 * Maps as the source defines them: type, key, value, entries, flags, pinning and what they hold, from the members that
 * libbpf's macros declare in `.maps`, and from initializers of `struct bpf_map_def` in `maps`. Judges nothing.
 */
import type { Expr, Member, TypeExpr, Variable } from '../syntax/ast.js';
import type { ItemContent, SectionMark } from '../syntax/file.js';
import type { Span } from '../text.js';
import { constantValue } from './constants.js';
import type { TypeResolver } from './resolve.js';
import type { Declared, Symbols } from './symbols.js';
import { sizeOf, type Type } from './types.js';
import type { Located } from './walk/located.js';

/** A number of a definition; null where it is not known. `span` is its member or initializer. */
export interface MapNumber {
  readonly value: bigint | null;
  readonly span: Located;
}

/** A key or a value. */
export interface MapPart {
  /** Bytes; null where they are not certain. */
  readonly size: number | null;
  /** As `__type` says it; null where only a size is given. */
  readonly type: Type | null;
  /** The type as it is written behind `__type`, or in the `sizeof` of a size; null where there is none. */
  readonly named: TypeExpr | null;
  /** The type that `named` is. */
  readonly resolved: Type | null;
  readonly span: Located;
}

export interface MapDefinition {
  readonly name: string;
  /** The item that holds it; its members may stand in another one. */
  readonly content: ItemContent;
  readonly nameSpan: Located;
  /** `legacy`: an initializer in a section `maps`. */
  readonly form: 'btf' | 'legacy';
  /** Where the section is named. */
  readonly sectionSpan: Located;
  readonly type: MapNumber | null;
  readonly key: MapPart | null;
  readonly value: MapPart | null;
  readonly entries: MapNumber | null;
  readonly flags: MapNumber | null;
  readonly pinning: MapNumber | null;
  /** What the elements of a map of maps, or the functions of a program array, are declared as; null where nothing is. */
  readonly inner: Located | null;
  /** Whether there is something in it that is not understood. */
  readonly isPartial: boolean;
}

const sections = new Set(['.maps', 'maps']);

/** The mark of a variable that is a map: the first such section behind or before its name; null for any other. */
export function mapMark(content: ItemContent): SectionMark | null {
  return content.sections.find(({ name }) => name !== null && sections.has(name)) ?? null;
}

/** A map by its name; null where no variable of that name is one. */
export function mapNamed(symbols: Symbols, types: TypeResolver, name: string): MapDefinition | null {
  const declared = symbols.variable(name);
  return declared && mapOf(declared, symbols, types);
}

/** A variable as a map; null where it is none. */
export function mapOf(
  { node, content }: Declared<Variable>,
  symbols: Symbols,
  types: TypeResolver,
): MapDefinition | null {
  const mark = mapMark(content);
  if (!mark || node.isExtern) return null;
  const nameSpan = within(content, node.nameSpan);
  const placed = { name: node.name, nameSpan, content, sectionSpan: within(content, mark.nameSpan) };
  if (mark.name === 'maps') return { ...placed, form: 'legacy', ...legacyParts(node, content, types) };
  return { ...placed, form: 'btf', ...declaredParts(node.type, content, symbols, types) };
}

type Parts = Pick<
  MapDefinition,
  'type' | 'key' | 'value' | 'entries' | 'flags' | 'pinning' | 'inner' | 'isPartial'
>;

const nothing: Parts = {
  ...{ type: null, key: null, value: null, entries: null, flags: null, pinning: null, inner: null },
  isPartial: true,
};

function declaredParts(
  written: TypeExpr,
  content: ItemContent,
  symbols: Symbols,
  types: TypeResolver,
): Parts {
  const body = bodyOf(written, content, symbols);
  if (!body) return nothing;
  const members = body.members.map((member) => ({ ...member, span: declaration(body.content, member.span) }));
  const byName = new Map(members.map((member) => [member.name, member]));
  const number = (name: string): MapNumber | null => numberOf(byName.get(name), types);
  return {
    type: number('type'),
    key: partOf(byName.get('key'), byName.get('key_size'), types),
    value: partOf(byName.get('value'), byName.get('value_size'), types),
    entries: number('max_entries'),
    flags: number('map_flags'),
    pinning: number('pinning'),
    inner: byName.get('values')?.span ?? null,
    isPartial: members.some(({ name, type }) => name === null || type.kind === 'unknown'),
  };
}

/** The members of the struct that a map is declared as, and the item that holds them; null where that is not seen. */
function bodyOf(
  written: TypeExpr,
  content: ItemContent,
  symbols: Symbols,
): { readonly members: readonly Member[]; readonly content: ItemContent } | null {
  if (written.kind === 'array') return bodyOf(written.of, content, symbols);
  if (written.kind === 'name') {
    const typedef = symbols.typedef(written.name);
    return typedef ? bodyOf(typedef.node, typedef.content, symbols) : null;
  }
  if (written.kind !== 'tagged') return null;
  if (written.body) return { members: written.body.members, content };
  const declared = written.tag === null ? null : symbols.tagged(`struct ${written.tag}`);
  return declared && bodyOf(declared.node, declared.content, symbols);
}

function within(content: ItemContent, { start, end }: Span): Located {
  return { content, start, end };
}

/** A member without the `;` behind it. */
function declaration(content: ItemContent, { start, end }: Span): Located {
  const written = content.text.slice(start, end);
  return within(content, { start, end: start + written.replace(/\s*;$/, '').length });
}

/** A member with its place. */
type PlacedMember = Member & { readonly span: Located };

/** `__uint(name, n)` declares `int (*name)[n]`. */
function lengthOf({ type }: Member): Expr | null {
  return type.kind === 'pointer' && type.to.kind === 'array' ? type.to.length : null;
}

function numberOf(member: PlacedMember | undefined, types: TypeResolver): MapNumber | null {
  if (!member) return null;
  const written = lengthOf(member);
  return { value: written && constantValue(written, types), span: member.span };
}

/** `__type(name, T)` declares `T *name`. */
function partOf(
  typed: PlacedMember | undefined,
  sized: PlacedMember | undefined,
  types: TypeResolver,
): MapPart | null {
  if (typed) {
    const named = typed.type.kind === 'pointer' ? typed.type.to : null;
    const type = named && types.resolve(named);
    return { size: type && sizeOf(type), type, named, resolved: type, span: typed.span };
  }
  return sized ? partOfSize(lengthOf(sized), sized.span, types) : null;
}

function partOfSize(written: Expr | null, span: Located, types: TypeResolver): MapPart {
  const value = written && constantValue(written, types);
  const named = written?.kind === 'unevaluated' && written.operator === 'sizeof' ? written.type : null;
  const resolved = named && types.resolve(named);
  return { size: value === null ? null : Number(value), type: null, named, resolved, span };
}

function legacyParts({ init }: Variable, content: ItemContent, types: TypeResolver): Parts {
  if (init?.kind !== 'initializer') return nothing;
  const byName = new Map(init.values.map(({ field, value }) => [field, value]));
  const number = (name: string): MapNumber | null => {
    const written = byName.get(name);
    return written ? { value: constantValue(written, types), span: within(content, written.span) } : null;
  };
  const part = (name: string): MapPart | null => {
    const written = byName.get(name);
    return written ? partOfSize(written, within(content, written.span), types) : null;
  };
  return {
    type: number('type'),
    key: part('key_size'),
    value: part('value_size'),
    entries: number('max_entries'),
    flags: number('map_flags'),
    pinning: number('pinning'),
    inner: null,
    isPartial: byName.has(null),
  };
}
