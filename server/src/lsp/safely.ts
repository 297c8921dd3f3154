/** The one net under every handler: a failure is logged, the client gets a plain answer, the server lives on. */
import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type RemoteConsole,
} from 'vscode-languageserver';

/** A request's handler that answers `fallback` when `handle` fails, and fails as cancelled when it was. */
export function safely<P, R>(
  log: RemoteConsole,
  name: string,
  fallback: R,
  handle: (params: P, token: CancellationToken) => Promise<R> | R,
): (params: P, token: CancellationToken) => Promise<R> {
  return async (params, token) => {
    refuseCancelled(token);
    const answer = await attempt(log, name, fallback, () => handle(params, token));
    refuseCancelled(token);
    return answer;
  };
}

/** Lets work go on unawaited; a failure is logged. */
export function detached(log: RemoteConsole, name: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log.error(`${name}: ${describe(error)}`));
}

/** An error's stack, or whatever was thrown, as text. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function attempt<R>(
  log: RemoteConsole,
  name: string,
  fallback: R,
  work: () => Promise<R> | R,
): Promise<R> {
  try {
    return await work();
  } catch (error) {
    log.error(`${name}: ${describe(error)}`);
    return fallback;
  }
}

/** The connection turns what is thrown here into the protocol's answer. */
function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}
