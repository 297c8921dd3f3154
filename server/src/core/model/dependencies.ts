/** Which top-level names a conclusion rests on, so that a keystroke elsewhere does not cost it. */
import type { Define } from '../syntax/directive.js';
import type { Symbols } from './symbols.js';

type Kind = 'function' | 'typedef' | 'tagged' | 'variable' | 'enumConstant' | 'define';

/** A set of names that were looked up, with what they meant. */
export interface Dependencies {
  /** Whether every name still means the same. */
  holdIn(symbols: Symbols): boolean;
}

/** `symbols`, noting every look-up, also of names that do not exist (a later declaration would matter). */
export function recordDependencies(symbols: Symbols): {
  readonly symbols: Symbols;
  readonly dependencies: Dependencies;
} {
  const seen = new Map<string, { kind: Kind; name: string; identity: unknown }>();
  const note = <T>(kind: Kind, name: string, found: T): T => {
    const key = `${kind} ${name}`;
    if (!seen.has(key)) seen.set(key, { kind, name, identity: identityOf(symbols, kind, name) });
    return found;
  };
  const recording: Symbols = {
    function: (name) => note('function', name, symbols.function(name)),
    typedef: (name) => note('typedef', name, symbols.typedef(name)),
    tagged: (name) => note('tagged', name, symbols.tagged(name)),
    variable: (name) => note('variable', name, symbols.variable(name)),
    enumConstant: (name) => note('enumConstant', name, symbols.enumConstant(name)),
    define: (name) => note('define', name, symbols.define(name)),
    typeSource: symbols.typeSource,
  };
  const holdIn = (now: Symbols): boolean =>
    now.typeSource === symbols.typeSource &&
    [...seen.values()].every(({ kind, name, identity }) => identityOf(now, kind, name) === identity);
  return { symbols: recording, dependencies: { holdIn } };
}

/** Something that stays equal (===) while the name means the same. */
function identityOf(symbols: Symbols, kind: Kind, name: string): unknown {
  switch (kind) {
    case 'define': {
      const define = symbols.define(name);
      return define && textOfMacro(define);
    }
    default:
      return symbols[kind](name)?.content ?? null;
  }
}

/** The parameters and the body of a macro: equal for two that expand alike. */
function textOfMacro({ params, variadic, body }: Define): string {
  return `${params ? `(${params.join()}${variadic ? '...' : ''})` : ''} ${body}`;
}
