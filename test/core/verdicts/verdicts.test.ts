/** What kernels said of a text: how long it holds, where it stands, and what is said once with our own findings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nothing } from '../../../server/src/core/log/explain.js';
import type { Analysis } from '../../../server/src/core/engine/analysis.js';
import { combine, kernelFindings, unverifiedSpans } from '../../../server/src/core/verdicts/findings.js';
import { lensesOf } from '../../../server/src/core/verdicts/lenses.js';
import { judgedText, type KernelVerdict, type Verified } from '../../../server/src/core/verdicts/verdict.js';
import { analyse, engine } from '../support/engine.js';

const { messages } = engine;
const path = '/src/a.bpf.c';

const text = `#include <vmlinux.h>
#define LIMIT 7

static int helper(int x)
{
	return x + LIMIT;
}

SEC("cgroup/sock_create")
int good(struct bpf_sock *ctx)
{
	return helper(ctx->family);
}

SEC("cgroup/sock_create")
int bad(struct bpf_sock *ctx)
{
	/* é */ return ctx->src_port; // the port
}
`;

const lineOf = (words: string): number => text.split('\n').findIndex((line) => line.includes(words));

function verdict(program: string, lines: readonly string[], other: Partial<KernelVerdict>): KernelVerdict {
  return {
    ...nothing,
    ...{ program, section: 'cgroup/sock_create', verdict: 'accepted', stats: {}, log: '' },
    ...{ runs: lines.map((words, from) => ({ from, file: path, line: lineOf(words) })), unverified: [] },
    ...{ release: '6.18.44-amd64', foreseen: [] },
    ...other,
  };
}

const good = verdict('good', ['return helper', 'return x +'], {
  stats: { instructions: 12, limit: 1000000 },
});
const bad = verdict('bad', ['ctx->src_port'], {
  verdict: 'refused',
  id: 'ctx-access',
  message: 'invalid bpf_context access off=44 size=4',
  why: 'It may not.',
  at: { file: path, line: lineOf('ctx->src_port'), column: 17, pc: 1, insn: null },
  trail: [{ kind: 'loaded', file: path, line: lineOf('int bad'), column: null, pc: 0, what: 'the context' }],
});

function verified(...verdicts: readonly KernelVerdict[]): readonly Verified[] {
  return [{ judged: judgedText(analyse(text)), path, verdicts }];
}

function told(run: readonly Verified[], now: Analysis): readonly string[] {
  return kernelFindings(run, now).map(({ span }) => now.text.slice(span.start, span.end));
}

/** The programs of which a lens says what a kernel said. */
function lensed(run: readonly Verified[], now: Analysis): readonly string[] {
  return lensesOf(run, now, messages).flatMap(({ program, said }) => (said ? [program] : []));
}

test('a refusal stands at its column, counted in bytes, to the end of the code', () => {
  const [found, ...rest] = kernelFindings(verified(good, bad), analyse(text));
  assert.deepEqual(rest, []);
  assert.equal(text.slice(found?.span.start, found?.span.end), 'ctx->src_port;');
  assert.equal(found?.message, 'It may not.\ninvalid bpf_context access off=44 size=4');
  const [step] = found.related;
  assert.equal(text.slice(step?.span.start, step?.span.end), 'int bad(struct bpf_sock *ctx)');
});

test('it moves with its function, and holds whatever is edited elsewhere', () => {
  const run = verified(good, bad);
  const above = analyse(`/* more */\n\n${text}`);
  assert.deepEqual(told(run, above), ['ctx->src_port;']);
  assert.deepEqual(lensed(run, above), ['good', 'bad']);
  const other = analyse(text.replace('x + LIMIT', 'x - LIMIT'));
  assert.deepEqual(told(run, other), ['ctx->src_port;']);
});

test('a verdict ends where a function of its program, or what is outside of functions, changes', () => {
  const run = verified(good, bad);
  assert.deepEqual(lensed(run, analyse(text.replace('x + LIMIT', 'x - LIMIT'))), ['bad']);
  assert.deepEqual(told(run, analyse(text.replace('src_port;', 'src_port + 1;'))), []);
  assert.deepEqual(lensed(run, analyse(text.replace('LIMIT 7', 'LIMIT 8'))), []);
  assert.deepEqual(lensed(run, analyse(text.replace('LIMIT 7', 'LIMIT 7 /* as ever */'))), ['good', 'bad']);
});

test('what a kernel and a rule say of a line is one finding, an error, and marked', () => {
  const analysis = analyse(text);
  const { findings, others } = combine(analysis, kernelFindings(verified(bad), analysis), messages);
  assert.deepEqual(others, []);
  const [finding] = findings;
  assert.equal(finding?.rule, 'ctx-field-read');
  assert.equal(finding.severity, 'error');
  assert.match(finding.message, /\nConfirmed: the verifier of 6\.18 refuses it here\.$/);
});

test('another message about the same line stays a finding of its own', () => {
  const analysis = analyse(text);
  const other = { ...bad, id: 'null-deref', message: "R1 invalid mem access 'scalar'" };
  const { findings, others } = combine(analysis, kernelFindings(verified(other), analysis), messages);
  assert.equal(others.length, 1);
  assert.doesNotMatch(findings[0]?.message ?? '', /Confirmed/);
});

test('what is of no line of the text stands at the name of its program', () => {
  const elsewhere = { ...bad, at: { file: '/src/b.h', line: 4, column: null, pc: 1, insn: null } };
  const [found] = kernelFindings(verified(elsewhere), analyse(text));
  assert.equal(text.slice(found?.span.start, found?.span.end), 'bad');
  assert.match(found?.message ?? '', /^In b\.h, line 5:\nIt may not\./);
});

test('several kernels that say the same are named together', () => {
  const run = verified(bad, { ...bad, release: '6.1.176' });
  assert.deepEqual(
    kernelFindings(run, analyse(text)).map(({ kernels }) => kernels),
    [['6.18', '6.1']],
  );
});

test('a line is faded where no program that was accepted, on no kernel, came to it', () => {
  const unverified = [{ file: path, line: lineOf('return x +') }];
  const faded = (...verdicts: readonly KernelVerdict[]): readonly string[] =>
    unverifiedSpans(verified(...verdicts), analyse(text)).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(faded({ ...good, unverified }), ['return x + LIMIT;']);
  assert.deepEqual(faded({ ...good, unverified }, { ...good, release: '6.1.176' }), []);
});

test('the title of a lens tells what was counted, and that our rules differ', () => {
  const lens = (run: readonly Verified[]): readonly string[] =>
    lensesOf(run, analyse(text), messages).flatMap(({ said }) => (said ? [said.title] : []));
  assert.deepEqual(lens(verified(good, bad)), [
    'accepted on 6.18: 12 of 1,000,000 instructions',
    'refused on 6.18: ctx-access',
  ]);
  const differing = (...all: readonly KernelVerdict[]): readonly (string | null)[] =>
    lensesOf(verified(...all), analyse(text), messages).flatMap(({ said }) =>
      said ? [said.disagreement] : [],
    );
  const rule = 'ctx-field-read';
  assert.deepEqual(
    differing(
      { ...good, foreseen: [{ rule, isError: false }] },
      { ...bad, foreseen: [{ rule, isError: true }] },
    ),
    [null, null],
  );
  const [accepted, refused] = differing({ ...good, foreseen: [{ rule, isError: true }] }, bad);
  assert.match(accepted ?? '', /Linux 6\.18 accepts the program, of which `ctx-field-read` gives an error/);
  assert.match(refused ?? '', /refuses the program for what `ctx-field-read` or .* should find/);
});
