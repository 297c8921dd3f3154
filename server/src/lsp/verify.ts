/**
 * Answers the requests behind "Verify with the Kernel": has a saved document compiled and loaded, keeps what kernels
 * said of it, and tells who shows it. Starts nothing by itself, and only where the host can.
 */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { VerdictParams, VerifierLog, VerifyAnswer, VerifyParams } from '../../../protocol/verify.js';
import { logLinks } from '../core/log/links.js';
import { lineColumn } from '../core/text.js';
import { disagreementReport } from '../core/verdicts/disagreement.js';
import { holding, type Holding } from '../core/verdicts/holding.js';
import { judgedText, versionOf, type KernelVerdict } from '../core/verdicts/verdict.js';
import type { OpenDocument } from './documents.js';
import type { HostVerified, LspHost, VerifierHost } from './host.js';
import { foreseenOn } from './foreseen.js';
import type { Server } from './sync.js';
import type { Workspace } from './workspace.js';

export const verifyRequest = 'ebpfVerdict/verify';
export const verifierLogRequest = 'ebpfVerdict/verifierLog';
export const disagreementRequest = 'ebpfVerdict/disagreement';

const nothing: VerifyAnswer = { summary: '', failures: [], compiler: '', remedy: null };

/** Has a document verified; what was said is in its diagnostics and lenses from then on. */
export async function verifyDocument(
  server: Server,
  { verifier }: LspHost,
  workspace: Workspace,
  params: VerifyParams,
  token: CancellationToken,
): Promise<VerifyAnswer> {
  const document = await server.documents.get(params.uri);
  if (!verifier) return { ...nothing, failures: ['no process can be started here'] };
  // Whoever saves any other C means nothing by it.
  if (!document?.analysis.isBpf) return { ...nothing, failures: params.isAsked ? ['this is no BPF C'] : [] };
  const judged = judgedText(document.analysis);
  const result = await withProgress(server.connection, params.isAsked, token, (progress, signal) =>
    verifier.verify({ ...requestOf(params, document, server, workspace), progress, signal }),
  );
  if (result === null) return nothing;
  if ('failure' in result) return { ...nothing, failures: [result.failure], compiler: result.compiler };
  const verdicts = result.runs.flatMap(({ release, programs }) => {
    const foreseen = foreseenOn(document, judged, result.path, versionOf(release));
    return programs.map((found): KernelVerdict => ({ ...found, release, foreseen: foreseen(found) }));
  });
  server.documents.verdicts.add(params.uri, { judged, path: result.path, verdicts }, params.program === null);
  server.refreshVerdicts();
  const flags = result.leftOut.join(' ');
  if (flags !== '') server.connection.console.info(`${params.uri}: not passed to clang: ${flags}`);
  const remedy = result.runs.find((run) => run.remedy !== null)?.remedy ?? null;
  return { ...nothing, summary: summaryOf(result), failures: failuresOf(result), remedy };
}

type Request = Parameters<VerifierHost['verify']>[0];

function requestOf(
  { uri, program, kernels, clang, qemu, isAsked }: VerifyParams,
  { text, settings, engine }: OpenDocument,
  { connection }: Server,
  { folders }: Workspace,
): Omit<Request, 'progress' | 'signal'> {
  const { facts, messages } = engine;
  return {
    ...{ uri, program, kernels, folders, messages, text: text.getText() },
    includePaths: settings.includePaths,
    clang: clang === '' ? null : clang,
    qemu: qemu === '' ? null : qemu,
    sectionOf: (section) => {
      const match = facts.match(section, settings.settings.loader);
      return match?.understood ? match.spec.section : null;
    },
    consents: async (question) => {
      if (!isAsked) return false;
      const action = { title: 'Load All the Same' };
      const chosen = await connection.window.showWarningMessage(`${question}.`, action);
      return chosen?.title === action.title;
    },
  };
}

/** Shows what is being done; the user may end it there, the client by cancelling its request: then there is null. */
async function withProgress<T>(
  connection: Connection,
  isAsked: boolean,
  token: CancellationToken,
  work: (progress: (words: string) => void, signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const cancel = new AbortController();
  const shown = await connection.window.createWorkDoneProgress();
  const subscriptions = [token, shown.token].map((each) =>
    each.onCancellationRequested(() => cancel.abort()),
  );
  shown.begin('Verify with the kernel', undefined, 'compiling', isAsked);
  try {
    const result = await work((words) => shown.report(words), cancel.signal);
    return cancel.signal.aborted ? null : result;
  } finally {
    shown.done();
    subscriptions.forEach((each) => each.dispose());
  }
}

/** `2 accepted, 1 refused on 6.18` */
function summaryOf({ runs }: HostVerified): string {
  return runs
    .filter(({ failure }) => failure === null)
    .map(({ release, programs }) => {
      const verdicts = [...new Set(programs.map(({ verdict }) => verdict))];
      const counts = verdicts.map(
        (verdict) => `${programs.filter((each) => each.verdict === verdict).length} ${verdict}`,
      );
      return `${counts.join(', ')} on ${versionOf(release)}`;
    })
    .join('; ');
}

function failuresOf({ runs }: HostVerified): readonly string[] {
  return runs.flatMap(({ release, failure }) =>
    failure === null ? [] : [runs.length === 1 ? failure : `${release}: ${failure}`],
  );
}

/** The log of a verdict that still holds, with the lines of source that it is about. */
export async function verifierLog({ documents }: Server, params: VerdictParams): Promise<VerifierLog | null> {
  const document = await documents.get(params.uri);
  const found = document && verdictOf(document, documents, params);
  if (!found) return null;
  const { verdict, held } = found;
  const { program, section, release, log, runs } = verdict;
  const heading = `program ${program}, section ${section}, kernel ${release}: ${verdict.verdict}\n\n`;
  const links = logLinks(log, runs).flatMap(({ logLine, length, file, line }) => {
    const span = held.spanOf({ file, line });
    if (!span) return [];
    const sourceLine = lineColumn(document.analysis.lines, span.start).line;
    return [{ line: logLine + 2, length, uri: params.uri, sourceLine }];
  });
  return { text: `${heading}${log}\n`, links };
}

/** The report of a verdict that still holds, as Markdown. */
export async function disagreementOf(
  { documents }: Server,
  host: LspHost,
  params: VerdictParams,
): Promise<string | null> {
  const document = await documents.get(params.uri);
  const found = document && verdictOf(document, documents, params);
  if (!found) return null;
  const { analysis, engine } = document;
  return disagreementReport(found.verdict, {
    ...{ analysis, messages: engine.messages, version: await host.version },
  });
}

function verdictOf(
  { uri, analysis }: OpenDocument,
  { verdicts }: Server['documents'],
  { program, release }: VerdictParams,
): { readonly verdict: KernelVerdict; readonly held: Holding } | null {
  for (const held of verdicts.of(uri).map((run) => holding(run, analysis))) {
    const verdict = held.verdicts.find((each) => each.program === program && each.release === release);
    if (verdict) return { verdict, held };
  }
  return null;
}
