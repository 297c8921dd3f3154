/** Limits: what an analysis costs in steps, and what is said where the time of it is over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJudge, type Judged } from '../../../server/src/core/engine/judge.js';
import { defaultSettings } from '../../../server/src/core/engine/settings.js';
import { irBuilder } from '../../../server/src/core/ir/unit.js';
import { modelBuilder } from '../../../server/src/core/model/build.js';
import {
  createWatch,
  EASY_WORK,
  MOST_TIME,
  TimeOver,
  type Watch,
} from '../../../server/src/core/syntax/watch.js';
import { facts } from '../support/engine.js';
import { program } from '../support/program.js';
import { oddTexts } from '../support/odd-texts.js';
import { parse, syntax } from '../syntax/load.js';

const lower = irBuilder(facts, (source) => syntax.parseStatements(source));

/** A watch whose time is over after so much work; it counts what is done. */
function watchOf(limit: { work: number }): Watch & { readonly done: () => number } {
  let done = 0;
  const isOver = (work: number): boolean => (done += work) > limit.work;
  return {
    ...createWatch(() => 0),
    isOver,
    spend(work) {
      if (isOver(work)) throw new TimeOver();
    },
    done: () => done,
  };
}

/** Judges a text again and again, as an editor does, within a limit that may change. */
function judging(limit: { work: number }): { judge: (text: string) => Judged; done: () => number } {
  const watch = watchOf(limit);
  const builder = modelBuilder(facts, (source) => syntax.parseStatements(source), watch, 'test.bpf.c');
  const judge = createJudge(facts, watch, (each) => builder.forget(each));
  return {
    done: watch.done,
    judge(text) {
      const { programs, symbols } = builder.build(
        parse(text),
        { headers: [], hasTypeDump: false, missing: [] },
        { loader: 'libbpf' },
      );
      const sources = { textAt: () => text, unit: () => lower(parse(text), symbols), open: [] };
      return judge.judge(programs, sources, defaultSettings);
    },
  };
}

const faulty =
  '\tint sum = 0;\n\tfor (int i = 0; i < 4; i++)\n\t\tif (ctx->mark > i)\n\t\t\tsum += ctx->src_port;\n\treturn sum;';
const several = ['a', 'b', 'c', 'd']
  .map((name) => program('cgroup/sock_create', 'struct bpf_sock *ctx', faulty).replace('prog', name))
  .join('');

test('what the clock cuts off is named and nothing is said of it; the rest is as it always is', () => {
  const whole = judging({ work: Infinity });
  const all = whole.judge(several);
  assert.equal(all.findings.length, 4);
  for (let part = 0; part <= 20; part++) {
    const limit = { work: (whole.done() * part) / 20 };
    const cut = judging(limit);
    const { findings, notices, unjudged } = cut.judge(several);
    assert.equal(
      unjudged.size,
      all.findings.length - findings.length,
      'what was cut off counts as not judged',
    );
    const left = all.findings.filter(({ program: name }) => findings.some((each) => each.program === name));
    assert.deepEqual(findings, left);
    const named = notices.map(({ message }) => message).join();
    assert.equal(notices.length > 0, findings.length < all.findings.length);
    assert.deepEqual(/took too long and w\w+ not judged/.test(named), findings.length < all.findings.length);
    limit.work = Infinity;
    assert.deepEqual(cut.judge(several), all);
  }
});

test('easy work is done whatever the clock says; the time is over once and for all until the next start', () => {
  let now = 0;
  const watch = createWatch(() => now);
  watch.start();
  now = 100 * MOST_TIME;
  assert.ok(!watch.isOver(EASY_WORK - 1));
  assert.ok(watch.isOver(1));
  now = 0;
  assert.throws(() => watch.spend(1), TimeOver);
  watch.start();
  assert.ok(!watch.isOver(EASY_WORK));
  watch.stop();
  now = 100 * MOST_TIME;
  assert.ok(!watch.isOver(100 * EASY_WORK));
});

for (const [what, text] of Object.entries(oddTexts))
  test(`${what}: no more steps than are done without a look at the clock`, () => {
    const { judge, done } = judging({ work: Infinity });
    const { findings, notices } = judge(text());
    assert.ok(done() < EASY_WORK, String(done()));
    assert.ok(findings.every(({ severity }) => severity === 'error'));
    assert.ok(notices.every(({ kind }) => kind !== 'failure'));
  });
