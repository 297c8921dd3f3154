/** What the extension must not do: touch C that is not BPF. */
import * as assert from 'node:assert/strict';
import { closeAll, diagnosticOn, open, settledDiagnostics } from './helpers';

describe('plain C', () => {
  afterEach(closeAll);

  it('gets no diagnostics, not even where a struct looks like a context', async () => {
    const bpf = await open('sock.bpf.c');
    await diagnosticOn(bpf, 'ctx-field-read', 'ctx->src_port');
    const document = await open('plain.c');
    assert.deepEqual(await settledDiagnostics(document), []);
  });
});
