/**
 * The channel of the trace, switched by `ebpfVerdict.trace.server` alone. The client library traces only where
 * the channel's own log level says so, and a user who changed the setting would otherwise see nothing.
 */
import {
  EventEmitter,
  LogLevel,
  window,
  workspace,
  type Disposable,
  type LogOutputChannel,
  type ViewColumn,
} from 'vscode';

export function createTrace(subscriptions: Disposable[]): LogOutputChannel {
  const channel = window.createOutputChannel('eBPF Verdict Trace', { log: true });
  const levels = new EventEmitter<LogLevel>();
  const watcher = workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('ebpfVerdict.trace.server')) levels.fire(level());
  });
  subscriptions.push(channel, levels, watcher);
  return {
    name: channel.name,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: levels.event,
    trace: (message, ...rest: unknown[]) => channel.info(message, ...rest),
    debug: (message, ...rest: unknown[]) => channel.debug(message, ...rest),
    info: (message, ...rest: unknown[]) => channel.info(message, ...rest),
    warn: (message, ...rest: unknown[]) => channel.warn(message, ...rest),
    error: (message, ...rest: unknown[]) => channel.error(message, ...rest),
    append: (value) => channel.append(value),
    appendLine: (value) => channel.appendLine(value),
    replace: (value) => channel.replace(value),
    clear: () => channel.clear(),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the interface asks for both ways to call it
    show: (column?: ViewColumn | boolean, preserveFocus?: boolean) =>
      channel.show(typeof column === 'boolean' ? column : preserveFocus),
    hide: () => channel.hide(),
    dispose: () => channel.dispose(),
  };
}

function level(): LogLevel {
  const setting = workspace.getConfiguration('ebpfVerdict').get<string>('trace.server', 'off');
  return setting === 'off' ? LogLevel.Info : LogLevel.Trace;
}
