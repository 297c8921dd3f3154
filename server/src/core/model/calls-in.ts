/** Calls of a program's functions as they are written. */
import type { Expr } from '../syntax/ast.js';
import type { Span } from '../text.js';
import type { ProgramModel } from './model.js';
import { eachExpression, eachStatement, expressionsOf } from './visit.js';
import { isLocated } from './walk/located.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** The call whose called name stands at `name`; null where that is no place in a function of the program. */
export function callAt({ functions }: Pick<ProgramModel, 'functions'>, name: Span): Call | null {
  if (!isLocated(name)) return null;
  let found: Call | null = null;
  for (const { node, content } of functions) {
    if (content !== name.content || !node.body) continue;
    eachStatement(node.body, (stmt) => {
      for (const whole of expressionsOf(stmt))
        eachExpression(whole, (expr) => {
          if (expr.kind === 'call' && expr.callee.span.start === name.start) found ??= expr;
        });
    });
  }
  return found;
}
