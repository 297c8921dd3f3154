/** Names in a program that every object of JavaScript has, too: they mean nothing here. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse, facts } from '../support/engine.js';
import { program } from '../support/program.js';

const names = Object.getOwnPropertyNames(Object.prototype);

test('no table knows such a name', () => {
  for (const name of names) {
    assert.equal(facts.readings.substitute(name), null);
    assert.equal(facts.context(name), null);
    assert.equal(facts.match(name, 'libbpf')?.spec ?? null, null);
  }
});

for (const name of names)
  test(`a program full of ${name}`, () => {
    const text = `#define ${name}(x) x
struct ${name} { int ${name}; ${name}(type, 1); };
enum { ${name} = 1 };
static int ${name}(struct ${name} *${name});
${program('cgroup/sock_create', 'struct bpf_sock *ctx', `\tint ${name} = ctx->${name};\n\t${name}(ctx, ${name});\n\treturn ctx->src_port;`)}`;
    const { findings, notices } = analyse(text);
    assert.deepEqual(notices, []);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['ctx-field-read'],
    );
  });
