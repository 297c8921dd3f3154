/**
 * The order of a session: `initialize` comes first and once, after `shutdown` comes nothing but `exit`. What stands
 * in the wrong place never reaches a handler.
 */
import {
  ErrorCodes,
  Message,
  ResponseError,
  type Connection,
  type ConnectionOptions,
  type RequestMessage,
} from 'vscode-languageserver';

type Phase = 'new' | 'running' | 'shut down';

/** The code and the words of the answer. */
interface Refusal {
  readonly code: number;
  readonly message: string;
}

/** A misplaced request goes on under this name, so that the connection answers it in its turn. */
const refusedRequest = '$/refused';

/** For the making of one connection: looks at each message before its handler does. */
export function inOrder(): ConnectionOptions {
  let phase: Phase = 'new';
  return {
    messageStrategy: {
      handleMessage: (message, next) => {
        if (Message.isNotification(message)) {
          return phase === 'running' || message.method === 'exit' ? next(message) : undefined;
        }
        if (!Message.isRequest(message)) return next(message);
        const refusal = refusalOf(message, phase);
        if (refusal) return next(refused(message, refusal));
        if (phase === 'new') phase = 'running';
        if (message.method === 'shutdown') phase = 'shut down';
        return next(message);
      },
    },
  };
}

/** Answers what `inOrder` held back. */
export function answerRefused(connection: Connection): void {
  connection.onRequest(refusedRequest, ({ code, message }: Refusal) => new ResponseError(code, message));
}

function refusalOf({ method }: RequestMessage, phase: Phase): Refusal | null {
  if (phase === 'shut down')
    return { code: ErrorCodes.InvalidRequest, message: `${method}: the server was shut down` };
  const isFirst = method === 'initialize';
  if (phase === 'new' && !isFirst)
    return { code: ErrorCodes.ServerNotInitialized, message: `${method}: the server is not initialized` };
  if (phase === 'running' && isFirst)
    return { code: ErrorCodes.InvalidRequest, message: `${method}: the server is initialized already` };
  return null;
}

function refused({ jsonrpc, id }: RequestMessage, params: Refusal): RequestMessage {
  return { jsonrpc, id, method: refusedRequest, params: { ...params } };
}
