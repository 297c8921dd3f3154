/** Headers for clients that pull: in related documents, on their own while they are open, published where neither works. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { ClientCapabilities, RelatedFullDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { modernClient } from './support/client.js';
import { caller, port, Project } from './support/project.js';

function pulling(relatedDocumentSupport: boolean): ClientCapabilities {
  return {
    textDocument: { ...modernClient.textDocument, diagnostic: { relatedDocumentSupport } },
    workspace: { ...modernClient.workspace, diagnostics: { refreshSupport: true } },
  };
}

function start(t: TestContext, relatedDocuments: boolean): Promise<Project> {
  return Project.start(t, { 'port.h': port }, { capabilities: pulling(relatedDocuments) });
}

async function pull(
  { client }: Project,
  uri: string,
  previousResultId?: string,
): Promise<RelatedFullDocumentDiagnosticReport> {
  const params = { textDocument: { uri }, previousResultId };
  const report = await client.connection.sendRequest<RelatedFullDocumentDiagnosticReport>(
    'textDocument/diagnostic',
    params,
  );
  return report;
}

/** How many findings the related documents have, by their address. */
function related({
  relatedDocuments,
}: RelatedFullDocumentDiagnosticReport): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(relatedDocuments ?? {}).map(([uri, report]) => [
      uri,
      report.kind === 'full' ? report.items.length : -1,
    ]),
  );
}

const refreshed = (project: Project, more: number): Promise<true> =>
  project.client.until('a refresh', () => (project.client.refreshes >= more ? true : undefined));

test('a closed header’s findings come with the document that includes it, and are taken back', async (t) => {
  const project = await start(t, true);
  const uri = project.client.open(caller(), project.uri('a.bpf.c'));
  const report = await pull(project, uri);
  assert.deepEqual([report.items, related(report)], [[], { [project.uri('port.h')]: 1 }]);
  assert.equal((await pull(project, uri, report.resultId)).kind, 'unchanged');
  project.client.replace(uri, 'return port(ctx)', 'return 0');
  assert.deepEqual(related(await pull(project, uri, report.resultId)), { [project.uri('port.h')]: 0 });
  assert.deepEqual(project.client.published, []);
});

test('an open header answers for itself, and its includers are pulled again when it changes', async (t) => {
  const project = await start(t, true);
  const main = project.client.open(caller(), project.uri('a.bpf.c'));
  await pull(project, main);
  const header = project.client.open(port, project.uri('port.h'));
  assert.equal((await pull(project, header)).items.length, 1);
  assert.deepEqual(related(await pull(project, main)), {});
  const before = project.client.refreshes;
  project.client.replace(main, 'return port(ctx)', 'return 0');
  assert.deepEqual((await pull(project, main)).items, []);
  await refreshed(project, before + 1);
  assert.deepEqual((await pull(project, header)).items, []);
});

test('a header’s edit asks for the includers’ findings again', async (t) => {
  const project = await start(t, true);
  project.write('field.h', '#define FIELD family\n');
  const text =
    '#include "field.h"\n\nSEC("cgroup/sock_create")\nint f(struct bpf_sock *ctx)\n{\n\treturn ctx->FIELD;\n}\n';
  const main = project.client.open(text, project.uri('a.bpf.c'));
  const first = await pull(project, main);
  assert.deepEqual(first.items, []);
  const header = project.client.open('#define FIELD family\n', project.uri('field.h'));
  await pull(project, header);
  project.client.replace(header, 'family', 'src_port');
  await refreshed(project, 1);
  assert.equal((await pull(project, main, first.resultId)).items.length, 1);
  await project.change('field.h', '#define FIELD type\n');
  project.client.close(header);
  await refreshed(project, 2);
  assert.deepEqual((await pull(project, main)).items, []);
});

test('without related documents a closed header’s findings are published, until it opens', async (t) => {
  const project = await start(t, false);
  const main = project.client.open(caller(), project.uri('a.bpf.c'));
  const report = await pull(project, main);
  assert.deepEqual([report.items, report.relatedDocuments], [[], undefined]);
  await project.shows('port.h', [2]);
  const header = project.client.open(port, project.uri('port.h'));
  assert.equal((await pull(project, header)).items.length, 1);
  await project.shows('port.h', []);
  project.client.close(header);
  await project.shows('port.h', [2]);
  project.client.close(main);
  await project.shows('port.h', []);
});
