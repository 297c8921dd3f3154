/**
 * The language client's life: started, stopped, restarted. Restarting disposes of the old client and makes a
 * new one, so that it works after a failed start and after the server was killed; one change at a time.
 */
import { EventEmitter, type Disposable, type LogOutputChannel } from 'vscode';
import {
  RevealOutputChannelOn,
  State,
  type BaseLanguageClient,
  type LanguageClientOptions,
  type StaticFeature,
} from 'vscode-languageclient';
import { errorHandler } from './crashes.js';

/** Documents that may be BPF C; whether one is, the server decides by its text. */
export const languages = [{ language: 'c' }, { language: 'cpp' }];

export const clientId = 'ebpfVerdict';
export const clientName = 'eBPF Verdict';

export type ServerState = 'starting' | 'running' | 'failed' | 'stopped';

export interface Channels {
  readonly output: LogOutputChannel;
  readonly trace: LogOutputChannel;
}

/** A client that is ready to start its server. */
export interface Launched {
  readonly client: BaseLanguageClient;
  /** Ends what the client does not end by itself, after it was disposed of. */
  end(): void;
}

/** Makes a client and what it talks to, anew for every start. */
export type Launch = (options: LanguageClientOptions) => Promise<Launched>;

export class ServerHandle implements Disposable {
  private launched: Launched | null = null;
  private queue: Promise<void> = Promise.resolve();
  private readonly changed = new EventEmitter<void>();
  private failed = false;

  /** The state may be another one now, or the server has something new to say about a document. */
  readonly onChange = this.changed.event;

  constructor(
    private readonly launch: Launch,
    private readonly channels: Channels,
    /** Those that the server may name, as it stands when the server starts. */
    private readonly commands: () => readonly string[],
  ) {}

  private get client(): BaseLanguageClient | null {
    return this.launched?.client ?? null;
  }

  get state(): ServerState {
    if (this.client?.state === State.Running) return 'running';
    if (this.client?.state === State.Starting) return 'starting';
    return this.failed ? 'failed' : 'stopped';
  }

  /** Starts the server, or replaces the one that runs. Never fails: a failed start is a state. */
  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.remove();
      await this.create();
    });
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.remove());
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  /** Asks the server; null when it does not run or does not answer. */
  async ask<R>(method: string, params: object): Promise<R | null> {
    if (!this.client?.isRunning()) return null;
    try {
      return await this.client.sendRequest<R | null>(method, params);
    } catch (error) {
      this.channels.output.warn(`${method}: ${String(error)}`);
      return null;
    }
  }

  private enqueue(change: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(change);
    return this.queue;
  }

  private async create(): Promise<void> {
    this.failed = false;
    try {
      this.launched = await this.launch(this.clientOptions());
      await soonOrNever(this.prepare(this.launched.client).start());
    } catch (error) {
      // The client has shown its one message already.
      this.failed = true;
      this.channels.output.error(`the server cannot start: ${String(error)}`);
    }
    this.changed.fire();
  }

  private prepare(client: BaseLanguageClient): BaseLanguageClient {
    client.registerFeature(offering(this.commands()));
    client.onDidChangeState(() => this.changed.fire());
    client.onNotification('ebpfVerdict/statusChanged', () => this.changed.fire());
    return client;
  }

  /** A client that is still starting cannot be stopped, and one that failed or died refuses: both are let go. */
  private async remove(): Promise<void> {
    const launched = this.launched;
    this.launched = null;
    if (!launched) return;
    const { client } = launched;
    try {
      if (client.state === State.Starting) await soonOrNever(client.start());
      await client.dispose();
    } catch (error) {
      this.channels.output.debug(`the old server: ${String(error)}`);
    }
    launched.end();
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: languages,
      outputChannel: this.channels.output,
      traceOutputChannel: this.channels.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'ebpf-verdict',
      errorHandler: errorHandler(() => this.client?.state === State.Starting),
      // Never tried again, and not shown: that the server cannot start is shown already.
      initializationFailedHandler: () => false,
    };
  }
}

/** Tells the server which commands code actions and lenses may name; other clients do not have them. */
function offering(names: readonly string[]): StaticFeature {
  return {
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = { commands: names };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
  };
}

/** A server that dies at the wrong moment leaves a promise that never settles; the next restart must not wait for it. */
async function soonOrNever(start: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 20 seconds')), 20_000);
  });
  await Promise.race([start, limit]).finally(() => clearTimeout(timer));
}
