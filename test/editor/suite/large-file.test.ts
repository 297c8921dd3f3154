/** A file of 5,000 lines: every keystroke in its middle is answered, and the answers are those of the text. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, codeOf, diagnosticsWhere } from './helpers';

const LINES = 5000;
const TYPED = '\tif (ctx->mark == 1)\n\t\treturn 0;\n';

/** Programs of ten lines, each without a mistake. */
function largeProgram(): string {
  const head = '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n';
  const programs = Array.from(
    { length: LINES / 10 },
    (_, i) =>
      `\nSEC("cgroup/post_bind4")\nint bind_${i}(struct bpf_sock *ctx)\n{\n\t__u32 port = ctx->src_port;\n\n` +
      `\tif (port == ${i + 1})\n\t\treturn 0;\n\treturn ctx->src_ip4 != 1;\n}\n`,
  );
  return head + programs.join('');
}

describe('a file of 5,000 lines', () => {
  afterEach(closeAll);

  it('is typed into, and judged after each keystroke', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'c', content: largeProgram() });
    const editor = await vscode.window.showTextDocument(document);
    assert.ok(document.lineCount > LINES);
    const line =
      document.getText().slice(0, document.getText().indexOf('int bind_250(')).split('\n').length + 1;
    editor.selection = new vscode.Selection(line, 0, line, 0);
    for (const key of TYPED) await vscode.commands.executeCommand('type', { text: key });
    const found = await diagnosticsWhere(document, 'the read that was typed is marked', (all) =>
      all.some((each) => codeOf(each) === 'ctx-field-read'),
    );
    const [read] = found.filter((each) => codeOf(each) === 'ctx-field-read');
    assert.equal(read && document.getText(read.range), 'ctx->mark');
  });
});
