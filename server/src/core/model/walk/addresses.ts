/** Notes pointers into a context that are handed to functions which do not take them for the context itself. */
import type { Expr } from '../../syntax/ast.js';
import type { RecordedAddress } from './recorded.js';
import type { Typed } from './values.js';
import type { Walk } from './walk.js';

/** Records the arguments of a call that point into a context behind its start. */
export function noteAddresses(
  walk: Walk,
  call: Extract<Expr, { kind: 'call' }>,
  args: readonly Typed[],
  callee: string,
  receiver: RecordedAddress['receiver'],
): void {
  if (walk.muted > 0) return;
  args.forEach(({ value }, argument) => {
    const written = call.args[argument];
    if (value.kind !== 'context' || !written || (value.path === '' && value.offset === 0)) return;
    walk.found.addresses.push({
      region: value.region,
      path: value.path,
      offset: value.offset,
      callee,
      receiver,
      argument,
      at: walk.frame.locate(written.span),
      calls: walk.frame.calls,
      guarded: walk.environment.isDoubtful(),
    });
  });
}
