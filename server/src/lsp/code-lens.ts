/** The lines above each program: the offer to ask a kernel, what kernels said, and where our rules differ. */
import type { CodeLens, Command } from 'vscode-languageserver';
import type { VerdictParams } from '../../../protocol/verify.js';
import { lensesOf, type Lens } from '../core/verdicts/lenses.js';
import { verifyCommand, type ClientFeatures } from './capabilities.js';
import type { Documents, OpenDocument } from './documents.js';
import { toRange } from './translate.js';

/** Empty for clients without our command. */
export function codeLenses(
  { uri, analysis, engine, settings }: OpenDocument,
  documents: Documents,
  client: ClientFeatures,
): CodeLens[] {
  if (!client.commands.includes(verifyCommand) || !settings.codeLens) return [];
  const lenses = lensesOf(documents.verdicts.of(uri), analysis, engine.messages);
  return lenses.flatMap((lens) => {
    const range = toRange(analysis.lines, lens.span);
    return commandsOf(lens, uri).map((command) => ({ range, command }));
  });
}

function commandsOf({ program, said }: Lens, uri: string): readonly Command[] {
  if (!said) return [{ title: 'Verify with the kernel', command: verifyCommand, arguments: [uri, program] }];
  const about: VerdictParams = { uri, program, release: said.release };
  const report = { title: 'differs from eBPF Verdict', command: 'ebpfVerdict.reportDisagreement' };
  return [
    { title: said.title, command: 'ebpfVerdict.showVerifierLog', arguments: [about] },
    ...(said.disagreement === null ? [] : [{ ...report, arguments: [about] }]),
  ];
}
