/** The page of the view: what it may load, and where its colours come from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from './support/sources.js';

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
