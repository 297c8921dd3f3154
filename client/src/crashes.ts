/**
 * What happens when the server dies: one that worked is started again without a word, unless it keeps dying;
 * one that never came up is left for the user to restart, and the client library says so once.
 */
import { CloseAction, ErrorAction, type CloseHandlerResult, type ErrorHandler } from 'vscode-languageclient';

const mostRestarts = 4;
const periodMs = 3 * 60_000;

export function errorHandler(isStarting: () => boolean): ErrorHandler {
  let deaths: number[] = [];
  const closed = (): CloseHandlerResult => {
    if (isStarting()) return { action: CloseAction.DoNotRestart, handled: true };
    const now = Date.now();
    deaths = [...deaths.filter((time) => now - time < periodMs), now];
    if (deaths.length <= mostRestarts) return { action: CloseAction.Restart, handled: true };
    const message = `eBPF Verdict stopped ${deaths.length} times in 3 minutes and stays off until it is restarted.`;
    return { action: CloseAction.DoNotRestart, message };
  };
  return { error: () => ({ action: ErrorAction.Continue, handled: true }), closed };
}
