/** The view's data is declared on both sides of the protocol, for the client imports nothing of the server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from './support/sources.js';

const client = read('client/src/context-fields/messages.ts');
const server = read('server/src/core/features/context-fields.ts');

/** The members of an interface, without comments. */
function membersOf(source: string, name: string): readonly string[] {
  const body = new RegExp(`export interface ${name} \\{\\n([^]*?)\\n\\}`).exec(source)?.[1];
  assert.ok(body, name);
  const code = body.replace(/\/\*\*[^]*?\*\//g, '').replaceAll('KernelSet', 'readonly string[]');
  return code
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

for (const name of ['FieldCell', 'FieldColumn', 'FieldLine', 'ContextFields']) {
  test(`${name} is the same for client and server`, () => {
    assert.deepEqual(membersOf(client, name), membersOf(server, name));
  });
}

test('the page of the view is served with a policy that refuses all but its own two files', () => {
  const page = read('client/src/context-fields/page.ts');
  assert.match(
    page,
    /default-src 'none'; style-src \$\{webview\.cspSource\}; script-src 'nonce-\$\{nonce\}'/,
  );
  assert.doesNotMatch(page, /unsafe|https?:|\son\w+=|<style/);
  const scripts = ['fields', 'table', 'toolbar', 'head', 'dom'].map((name) =>
    read(`client/webview/${name}.ts`),
  );
  assert.doesNotMatch(
    scripts.join('\n'),
    /innerHTML|insertAdjacentHTML|\bfetch\(|XMLHttpRequest|WebSocket|eval\(/,
  );
});

test('the view takes every colour from the theme', () => {
  const css = read('client/webview/fields.css').replace(/\/\*[^]*?\*\//g, '');
  assert.doesNotMatch(css, /#[0-9a-f]{3,8}\b(?![^{]*\{)|\brgba?\(|\bhsla?\(/i);
});
