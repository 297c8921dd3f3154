/**
 * The program types that the kernel runs on request (BPF_PROG_TEST_RUN), and how a program of each gets at its input.
 * Knows what the kernel does with the packet before and after: net/bpf/test_run.c.
 */
import type { Random } from '../differential/random.js';
import { inputSize } from './types.js';

/** What a run is given, and what the memory of the program looks like. */
export interface Input {
  /** Bytes for the kernel's packet; null where there is none. */
  readonly data: Uint8Array | null;
  /** Bytes for the kernel's context; null where there is none. */
  readonly context: Uint8Array | null;
}

export interface Kind {
  readonly name: string;
  readonly section: string;
  /** The program's parameter. */
  readonly parameter: string;
  /** Makes `p`, a pointer to `struct io`. */
  readonly start: string;
  readonly isWritable: boolean;
  /** What may be returned of a number. */
  readonly result: (value: string) => string;
  /** Where the program's packet begins in the kernel's; null where it has none. */
  readonly packetAt: number | null;
  /** Bytes of the context and where it holds the packet's start and end; null where the input is the context. */
  readonly context: { readonly size: number; readonly data: number; readonly end: number } | null;
  /** Whether the kernel gives the packet back. */
  readonly givesPacket: boolean;
  input(random: Random): Input;
}

/** Behind the Ethernet header; some packets are too short for the input. */
function packet(random: Random): Input {
  const size = random.chance(0.1) ? 14 + random.below(inputSize) : 14 + inputSize + random.below(40);
  return { data: bytes(random, size), context: null };
}

function words(random: Random): Input {
  return { data: null, context: bytes(random, inputSize) };
}

/** Numbers that are small, large, or anything. */
function bytes(random: Random, size: number): Uint8Array {
  const style = random.below(4);
  const byte = (): number =>
    style === 0
      ? random.below(256)
      : style === 1
        ? random.below(9)
        : random.chance(0.5)
          ? 0
          : 255 * random.below(2) + random.below(3);
  return Uint8Array.from({ length: size }, () => byte() & 255);
}

const skb = { size: 192, data: 76, end: 80 };
const direct = `void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct io *p = data;
	if ((void *)(p + 1) > data_end)
		return 0;`;

interface Packets {
  readonly at: number;
  readonly isWritable?: boolean;
  readonly parameter?: string;
  readonly context?: typeof skb;
  readonly start?: string;
  readonly mask?: number;
  readonly givesPacket?: boolean;
}

function packets(name: string, section: string, traits: Packets): Kind {
  const { mask } = traits;
  return {
    name,
    section,
    parameter: traits.parameter ?? 'struct __sk_buff *ctx',
    start: traits.start ?? direct,
    isWritable: traits.isWritable ?? false,
    result: (value) => (mask === undefined ? value : `(${value}) & ${mask}`),
    packetAt: traits.at,
    context: traits.context ?? skb,
    givesPacket: traits.givesPacket ?? true,
    input: packet,
  };
}

const plain = { isWritable: false, result: (value: string): string => value, packetAt: null, context: null };

/** All kinds. A socket filter reads its packet by a helper, a raw tracepoint its arguments word by word. */
export const kinds: readonly Kind[] = [
  packets('xdp', 'xdp', {
    at: 0,
    isWritable: true,
    parameter: 'struct xdp_md *ctx',
    context: { size: 24, data: 0, end: 4 },
  }),
  packets('tc', 'tc', { at: 0, isWritable: true }),
  packets('socket', 'socket', {
    at: 14,
    start: `struct io in = {}, *p = &in;
	if (bpf_skb_load_bytes(ctx, 0, &in, sizeof(in)))
		return 0;`,
  }),
  packets('cgroup_skb', 'cgroup_skb/ingress', { at: 14, mask: 1 }),
  packets('lwt_in', 'lwt_in', { at: 14 }),
  packets('lwt_xmit', 'lwt_xmit', { at: 14, isWritable: true }),
  packets('flow_dissector', 'flow_dissector', { at: 0, mask: 2, givesPacket: false }),
  {
    ...plain,
    name: 'raw_tp',
    section: 'raw_tp',
    parameter: 'struct bpf_raw_tracepoint_args *ctx',
    start: `__u64 raw[8] = { ctx->args[0], ctx->args[1], ctx->args[2], ctx->args[3], ctx->args[4], ctx->args[5], ctx->args[6], ctx->args[7] };
	struct io in, *p = &in;
	__builtin_memcpy(&in, raw, sizeof(in));`,
    givesPacket: false,
    input: words,
  },
  {
    ...plain,
    name: 'syscall',
    section: 'syscall',
    parameter: 'struct io *ctx',
    start: 'struct io *p = ctx;',
    isWritable: true,
    givesPacket: false,
    input: words,
  },
];
