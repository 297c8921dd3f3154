/** Delivers documents' findings: on request where the client asks, else published when something changes. */
import type { Connection } from 'vscode-languageserver';
import type { ClientFeatures } from './capabilities.js';
import type { Documents } from './documents.js';
import type { LspHost } from './host.js';
import { Pull } from './pull.js';
import { Push } from './push.js';
import type { Delivery } from './delivery.js';

/** Starts answering or publishing, as the client can. */
export function deliver(
  connection: Connection,
  documents: Documents,
  host: LspHost,
  client: ClientFeatures,
): Delivery {
  return client.pull
    ? new Pull(connection, documents, host, client)
    : new Push(connection, documents, host, client);
}
