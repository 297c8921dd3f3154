/**
 * The one shape of all messages (CONTRIBUTING.md), over whatever the fixtures report: what is wrong and where, the
 * verifier's words in sight of a narrow panel, what to do, and why a warning is no error.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapRules, rules } from '../../server/src/core/rules/registry.js';
import { reportedFor, type Reported } from './support/check.js';
import { fixtureAt, fixturePaths } from './support/fixtures.js';

/** Characters of a row of VS Code's Problems panel that are seen beside a file's tree. */
const seen = 80;
const longest = 400;
const why = /(?:Only a|A) warning, because [^.]+\.$/;

const cases = fixturePaths.map(fixtureAt);
const reported = reportedFor(cases).flat();

/** Each message once, with the rule and severity that it is told with. */
function each(check: (finding: Reported) => void): void {
  const told = new Map(reported.map((finding) => [`${finding.severity} ${finding.message}`, finding]));
  const wrong = [...told].flatMap(([label, finding]) => {
    try {
      check(finding);
      return [];
    } catch (error) {
      return [`${finding.rule}: ${label}\n${String(error)}`];
    }
  });
  assert.deepEqual(wrong, []);
}

test('every rule says something in the fixtures', () => {
  const said = new Set(reported.map(({ rule }) => rule));
  for (const { meta } of [...rules, ...mapRules]) assert.ok(said.has(meta.id), meta.id);
});

test('a message begins with what it is about, and is a few sentences in one line', () => {
  each(({ message }) => {
    assert.match(message, /^(?:`[^`]+`|\d+ bytes? )/);
    assert.match(message, /^[^\n]+[.?]$/);
    assert.ok(message.length <= longest, String(message.length));
  });
});

test("the verifier's words stand in sight, behind a colon, and nothing repeats them", () => {
  each(({ message, verifier }) => {
    if (verifier === undefined) return;
    const at = message.indexOf(`: \`${verifier}\`.`);
    assert.ok(at > 0 && at < seen, `at ${at}`);
    assert.equal(message.indexOf(verifier, at + verifier.length), -1);
  });
});

test('no struct, program type or attach type stands in front of them', () => {
  each(({ message }) => {
    assert.doesNotMatch(message.slice(0, seen), /BPF_(?:PROG_TYPE|CGROUP|TRACE|XDP|SK)_| of `struct /);
  });
});

test('a warning says why it is no error, and nothing else does', () => {
  each(({ severity, message }) => {
    if (severity === 'warning') assert.match(message, why);
    else assert.doesNotMatch(message, /warning/i);
  });
});

test('what the settings make an error has no such sentence; what they make a warning says that they do', () => {
  const at = (level: string): readonly Reported[] => {
    const options = [...rules, ...mapRules].flatMap(({ meta }) => ['--rule', `${meta.id}=${level}`]);
    const plain = cases.filter((fixture) => fixture.options.length === 0);
    return reportedFor(plain.map((fixture) => ({ ...fixture, options }))).flat();
  };
  for (const { severity, message } of at('error')) {
    assert.equal(severity, 'error', message);
    assert.doesNotMatch(message, /warning/i);
  }
  const warnings = at('warning');
  for (const { message } of warnings) assert.match(message, why);
  assert.ok(warnings.some(({ message }) => message.endsWith('A warning, because the settings say so.')));
});
