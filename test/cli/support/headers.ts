/** A header with a forbidden access, programs that reach it, and a short form of what a report says. */
import type { JsonReport } from './command.js';

/** A new socket's port may not be read. */
export const port = `static inline int port(struct bpf_sock *ctx)
{
	return ctx->src_port;
}
`;

/** A program that calls what port.h holds. */
export const caller = (name: string): string => `#include "port.h"

SEC("cgroup/sock_create")
int ${name}(struct bpf_sock *ctx)
{
	return port(ctx);
}
`;

/** Two programs that find the header with an include path only. */
export const shared = {
  'include/port.h': port,
  'src/one.bpf.c': caller('one'),
  'src/two.bpf.c': caller('two'),
};

/** `path: rule` of every finding. */
export function found({ files }: JsonReport): readonly string[] {
  return files.flatMap(({ path, diagnostics }) => diagnostics.map(({ rule }) => `${path}: ${rule}`));
}
