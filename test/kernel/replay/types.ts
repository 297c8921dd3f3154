/** The C that generated programs share: the types of their numbers, and the struct that their inputs are read as. */

/** An integer type. */
export interface NumberType {
  readonly name: string;
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
}

const sizes = [8, 16, 32, 64] as const;

/** `__u8` to `__s64`. */
export const numberTypes: readonly NumberType[] = sizes.flatMap((bits) => [
  { name: `__u${bits}`, bits, signed: false },
  { name: `__s${bits}`, bits, signed: true },
]);

/** Bytes of `struct io`: what a program reads, whatever it gets it from. */
export const inputSize = 64;

/** Numbers of `struct io` that have a place of their own. */
export const inputFields: readonly string[] = [
  ...['d[0]', 'd[1]', 'sd', 'w[0]', 'w[1]', 'w[2]', 'sw[0]', 'sw[1]'],
  ...['h[0]', 'h[1]', 'h[2]', 'sh', 'b[0]', 'b[1]', 'b[2]', 'sb'],
];

/** Its bit-fields, with their widths. */
export const bitFields: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
  (name) => `f.${name}`,
);

/** Types, objects and functions in front of all programs of a source. */
export const shared = `
struct bits { __u32 a : 3, b : 7, c : 12, d : 10; __s16 e : 5, f : 11; __u8 g : 1, h : 7; };
struct io {
	__u64 d[2]; __s64 sd;
	__u32 w[3]; __s32 sw[2];
	__u16 h[3]; __s16 sh;
	__u8 b[3]; __s8 sb;
	struct bits f;
};
union parts { __u64 d; __u32 w[2]; __s16 h[4]; __u8 b[8]; };
struct pair { __u8 x; __s32 y; struct { __u16 u; __s8 v; }; };
struct tally { __u64 sum; __u32 rounds; };
static const __u16 table[9] = { 3, 1, 4, 1, 5, [7] = 9, 2 };
__u32 counter = 7;
__s16 zeroed[4];
static __noinline __u32 mix(__u32 a, __s8 b)
{
	return (a ^ (a >> 7)) * 2654435761u + b;
}
static __noinline __s16 narrow(__u64 a, __u16 b)
{
	return a - b;
}
static __always_inline struct pair paired(struct pair of, __s32 y)
{
	of.x++;
	return (struct pair){ .x = of.x, .y = y, .v = of.u };
}
static long count(__u32 i, void *at)
{
	struct tally *t = at;
	t->sum += (__u64)i * 3;
	return ++t->rounds > 5;
}
`;
