/** One conversation about one document, with every question that an editor asks: for comparing two servers. */
import { TextDocumentEdit, type Range, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TestClient } from '../../lsp/support/client.js';

export interface Answers {
  /** The rules of the diagnostics, in their order. */
  readonly codes: readonly unknown[];
  readonly hovers: readonly unknown[];
  /** The text after every safe fix. */
  readonly fixed: string;
  /** Everything else, as it came. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Asks about the sample of four cgroup socket programs; the document is closed at the end. */
export async function interview(client: TestClient, text: string): Promise<Answers> {
  const uri = client.open(text, 'file:///project/interview/sock.bpf.c');
  const textDocument = { uri };
  const ask = (method: string, params: object): Promise<unknown> =>
    client.connection.sendRequest(method, { textDocument, ...params });
  const whole: Range = {
    start: { line: 0, character: 0 },
    end: client.document(uri).positionAt(text.length),
  };
  const diagnostics = await client.diagnostics(uri);
  const spots = [
    'src_port <',
    'cgroup/post_bind4',
    'BPF_CORE_READ(',
    'bpf_ringbuf_reserve(',
    'family == AF_INET ||',
  ];
  const hovers = await Promise.all(spots.map((spot) => client.hover(uri, spot)));
  const answers = {
    codes: diagnostics.map(({ code }) => code),
    hovers,
    fixed: await fixAll(client, uri),
    rest: {
      capabilities: client.result.capabilities,
      diagnostics,
      actions: await client.codeActions(uri, whole),
      symbols: await ask('textDocument/documentSymbol', {}),
      hints: await ask('textDocument/inlayHint', { range: whole }),
      sections: await ask('textDocument/completion', {
        position: client.rangeOf(uri, 'sock_release"').start,
      }),
      fields: await ask('textDocument/completion', {
        position: client.rangeOf(uri, 'type != SOCK_RAW').start,
      }),
      table: await ask('ebpfVerdict/contextFields', {
        uri,
        position: client.rangeOf(uri, 'ctx->type').start,
      }),
      status: await ask('ebpfVerdict/status', { uri }),
    },
  };
  client.close(uri);
  return answers;
}

async function fixAll(client: TestClient, uri: string): Promise<string> {
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const [action] = await client.codeActions(uri, top, ['source.fixAll.ebpfVerdict']);
  const edits = (action?.edit?.documentChanges ?? []).filter((each) => TextDocumentEdit.is(each));
  return TextDocument.applyEdits(
    client.document(uri),
    edits.flatMap((each) => each.edits as TextEdit[]),
  );
}
