/**
 * BPF C as plain data: what is left when the parser's tree is gone. Knows the shapes of C, nothing of BPF.
 * Offsets inside an item are relative to the item's start, so that an item that did not change can be kept
 * while the text above it grows.
 */
import type { Span } from '../text.js';

/** A type as it is written. Qualifiers are dropped but for `volatile` behind a pointer, and so are attributes. */
export type TypeExpr =
  /** A typedef's or builtin type's name, words in canonical order: `int`, `unsigned int`, `__u32`, `void`. */
  | { readonly kind: 'name'; readonly name: string }
  /** `struct tag`, `union tag`, `enum tag`; `body` where it is defined on the spot. */
  | {
      readonly kind: 'tagged';
      readonly keyword: 'struct' | 'union' | 'enum';
      readonly tag: string | null;
      readonly body: TypeBody | null;
    }
  /** `isVolatile`: what it points to is `volatile`; absent otherwise. */
  | { readonly kind: 'pointer'; readonly to: TypeExpr; readonly isVolatile?: true }
  | { readonly kind: 'array'; readonly of: TypeExpr; readonly length: Expr | null }
  | { readonly kind: 'function'; readonly returns: TypeExpr }
  | { readonly kind: 'typeof'; readonly operand: Expr | null; readonly type: TypeExpr | null }
  | { readonly kind: 'unknown' };

/** Members of a struct or union, or the constants of an enum. */
export interface TypeBody {
  readonly members: readonly Member[];
  readonly constants: readonly EnumConstant[];
  /** Attribute words at the struct's head or behind its body: `packed`, `aligned(8)`; absent when none. */
  readonly attributes?: readonly string[];
}

/** A member; `name` is null for an anonymous struct or union, whose members then count as the outer's. */
export interface Member {
  readonly name: string | null;
  readonly type: TypeExpr;
  /** Width of a bit-field in bits, else null. */
  readonly bits: Expr | null;
  readonly span: Span;
  readonly nameSpan: Span | null;
  /** Attribute words at the member, such as `packed` and `aligned(8)`; absent when none. */
  readonly attributes?: readonly string[];
}

export interface EnumConstant {
  readonly name: string;
  readonly value: Expr | null;
}

export type UnaryOp = '&' | '*' | '-' | '+' | '!' | '~';
export type AssignOp = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=';

/** What C makes of an integer constant by its spelling and value, where it is no `int`; the size in bytes. */
export interface LiteralType {
  readonly size: 4 | 8;
  readonly signed: boolean;
}

export type Expr = { readonly span: Span } & (
  | { readonly kind: 'ident'; readonly name: string }
  /** An integer or character constant; null when it does not fit or is a floating constant. An `int` unless told. */
  | { readonly kind: 'number'; readonly value: bigint | null; readonly type?: LiteralType }
  | { readonly kind: 'string'; readonly value: string }
  | {
      readonly kind: 'member';
      readonly object: Expr;
      readonly arrow: boolean;
      readonly field: string;
      readonly fieldSpan: Span;
    }
  | { readonly kind: 'index'; readonly object: Expr; readonly index: Expr }
  | { readonly kind: 'call'; readonly callee: Expr; readonly args: readonly Expr[] }
  | { readonly kind: 'cast'; readonly type: TypeExpr; readonly operand: Expr }
  | { readonly kind: 'unary'; readonly op: UnaryOp; readonly operand: Expr }
  | {
      readonly kind: 'update';
      readonly op: '++' | '--';
      /** Whether the operator stands before its operand, so that the value is the new one. */
      readonly isPrefix: boolean;
      readonly operand: Expr;
    }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'assign'; readonly op: AssignOp; readonly left: Expr; readonly right: Expr }
  | {
      readonly kind: 'conditional';
      readonly test: Expr;
      readonly then: Expr | null;
      readonly otherwise: Expr;
    }
  | { readonly kind: 'comma'; readonly left: Expr; readonly right: Expr }
  /** An operand that the compiler looks at and never evaluates: sizeof, typeof, offsetof, _Alignof. */
  | {
      readonly kind: 'unevaluated';
      readonly operator: string;
      readonly operand: Expr | null;
      readonly type: TypeExpr | null;
    }
  /** A type where an expression is expected: a macro's argument. */
  | { readonly kind: 'type'; readonly type: TypeExpr }
  /** GNU `({ ... })`. */
  | { readonly kind: 'statements'; readonly body: readonly Stmt[] }
  /** `{ ... }` as an initializer, or `(T){ ... }`. */
  | { readonly kind: 'initializer'; readonly type: TypeExpr | null; readonly values: readonly Initializer[] }
  /** Damaged or not understood; nothing is said about anything in it. */
  | { readonly kind: 'opaque' }
);

export interface Initializer {
  /** `a` for `.a`; other designators as they are written; null where there is none. */
  readonly field: string | null;
  readonly value: Expr;
}

export type Stmt = { readonly span: Span } & (
  | { readonly kind: 'block'; readonly body: readonly Stmt[] }
  | ({ readonly kind: 'declaration'; readonly typedefs: readonly Typedef[] } & Declarations)
  | { readonly kind: 'expression'; readonly expression: Expr }
  | { readonly kind: 'if'; readonly test: Expr; readonly then: Stmt; readonly otherwise: Stmt | null }
  /** `for` with its header in `init`, `test`, `update`; `while` has `test` only; `do` tests after the body. */
  | {
      readonly kind: 'loop';
      readonly form: 'for' | 'while' | 'do';
      readonly init: Stmt | null;
      readonly test: Expr | null;
      readonly update: Expr | null;
      readonly body: Stmt;
      /** Set for `bpf_for(i, from, to)`, which is here as C's loop `for (i = from; i < to; i++)`. */
      readonly macro?: 'bpf_for';
    }
  | { readonly kind: 'switch'; readonly value: Expr; readonly body: Stmt }
  | {
      readonly kind: 'case';
      readonly values: readonly Expr[];
      /** Whether the values are the first and the last of a range (`case 1 ... 5`). */
      readonly isRange: boolean;
      readonly isDefault: boolean;
      readonly body: readonly Stmt[];
    }
  | { readonly kind: 'return'; readonly value: Expr | null }
  | { readonly kind: 'jump'; readonly jump: 'break' | 'continue' | 'goto'; readonly label: string | null }
  | { readonly kind: 'label'; readonly name: string; readonly body: Stmt | null }
  /**
   * Inline assembly: its output operands, its inputs, the names it clobbers ("memory", ...), the labels it may go to,
   * and the constraints of the outputs and then of the inputs ('' where a macro hides one).
   */
  | {
      readonly kind: 'asm';
      readonly template: string;
      readonly outputs: readonly Expr[];
      readonly inputs: readonly Expr[];
      readonly clobbers: readonly string[];
      readonly labels: readonly string[];
      readonly constraints: readonly string[];
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'opaque' }
);

/** The variables of one declaration, and the types that it defines on the way. */
export interface Declarations {
  readonly variables: readonly Variable[];
  readonly types: readonly TypeExpr[];
}

/** A name for a type. */
export interface Typedef {
  readonly name: string;
  readonly type: TypeExpr;
}

/** A declared variable. */
export interface Variable {
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: TypeExpr;
  /** The span of the type's words, without the declarator: `const struct foo` in `const struct foo *p`. */
  readonly typeSpan: Span;
  readonly init: Expr | null;
  readonly isStatic: boolean;
  readonly isExtern: boolean;
  readonly isConst: boolean;
  readonly isVolatile: boolean;
}

export interface Parameter {
  readonly name: string | null;
  readonly nameSpan: Span | null;
  readonly type: TypeExpr;
  readonly typeSpan: Span;
  readonly span: Span;
  /** Words that the masking hid at the parameter, such as `__arg_ctx`; absent when none. */
  readonly attributes?: readonly string[];
}

/** A function; `wrapper` is the macro that declares it, as in `int BPF_PROG(name, ...)`, else null. */
export interface FunctionDef {
  readonly kind: 'function';
  readonly name: string;
  readonly nameSpan: Span;
  readonly wrapper: string | null;
  /** The span of `BPF_PROG` in `int BPF_PROG(name, ...)`. */
  readonly wrapperSpan: Span | null;
  readonly returns: TypeExpr;
  readonly params: readonly Parameter[];
  /** Whether the list ends in `...`. */
  readonly variadic: boolean;
  /** From the opening to the closing parenthesis of the parameters, both included. */
  readonly paramsSpan: Span;
  /** Null for a declaration without a body. */
  readonly body: Stmt | null;
  readonly isStatic: boolean;
  /** Words that the masking hid in the head: `__noinline`, `__always_inline`, `__weak`, ... */
  readonly attributes: readonly string[];
}

export type ItemNode =
  | FunctionDef
  | ({ readonly kind: 'variables' } & Declarations)
  | { readonly kind: 'types'; readonly types: readonly TypeExpr[] }
  | { readonly kind: 'typedef'; readonly typedefs: readonly Typedef[] }
  | { readonly kind: 'opaque' };
