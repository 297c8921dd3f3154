/** Runs loops round by round, as far as that leads anywhere. */
import type { Expr, Stmt } from '../../../syntax/ast.js';
import { eachExpression, eachStatement, expressionsOf } from '../../visit.js';
import { assignedIn, holdsLabel } from '../assigned.js';
import { consume } from '../kernel-pointers.js';
import type { Flow, Walk } from '../walk.js';
import { decide, wish } from './decide.js';
import { PathEnd, type Path } from './path.js';

type Loop = Extract<Stmt, { kind: 'loop' }>;

const mostRounds = 260;

/** What goes on behind the loop; a loop of too many rounds leaves what it changes unknown. */
export function takeLoop(walk: Walk, path: Path, stmt: Loop): Flow {
  if (path.seeking !== null) throw new PathEnd();
  walk.environment.enter();
  walk.loops++;
  const flow = runRounds(walk, path, stmt);
  walk.loops--;
  walk.environment.leave();
  return flow;
}

function runRounds(walk: Walk, path: Path, stmt: Loop): Flow {
  if (stmt.init) walk.run(stmt.init);
  for (let round = 0; ; round++) {
    const isTested = stmt.form !== 'do' || round > 0;
    if (isTested && stmt.test && !goesOn(walk, path, stmt, stmt.test, round)) return 'falls';
    if (round === mostRounds) return giveUp(walk, path, stmt);
    const flow = walk.run(stmt.body);
    const kind = flow === 'ends' ? path.leaving?.kind : undefined;
    if (kind === 'break' || kind === 'continue') path.leaving = null;
    if (kind === 'break') return 'falls';
    if (flow === 'ends' && kind !== 'continue') return 'ends';
    if (stmt.update) walk.value(stmt.update, 'dropped');
  }
}

/** Another round is liked where it may lead to the place that is looked for. */
function goesOn(walk: Walk, path: Path, { body }: Loop, test: Expr, round: number): boolean {
  const liked = round === 0 && path.isAim(walk.frame.locate(body.span));
  wish(walk, test, liked);
  const tested = walk.value(test, 'used');
  consume(walk, tested);
  return decide(walk, test, tested, liked);
}

/** Such a loop ends by its test, if nothing in it leads elsewhere; what it changes through pointers is anybody's guess. */
function giveUp(walk: Walk, path: Path, stmt: Loop): Flow {
  path.isPartial = true;
  if (stmt.test === null || leadsAway(stmt.body) || storesElsewhere(stmt)) throw new PathEnd();
  walk.environment.forget(assignedIn(stmt));
  path.memory.write(null, null);
  return 'falls';
}

function storesElsewhere(stmt: Loop): boolean {
  const isPlain = (target: Expr): boolean => target.kind === 'ident';
  let found = false;
  eachStatement(stmt, (each) => {
    for (const expr of expressionsOf(each))
      eachExpression(expr, (part) => {
        const target = part.kind === 'assign' ? part.left : part.kind === 'update' ? part.operand : null;
        if ((target && !isPlain(target)) || part.kind === 'call' || part.kind === 'statements') found = true;
      });
  });
  return found;
}

function leadsAway(body: Stmt): boolean {
  let found = holdsLabel(body);
  eachStatement(body, (each) => {
    if (each.kind === 'return' || (each.kind === 'jump' && each.jump === 'goto')) found = true;
  });
  return found;
}
