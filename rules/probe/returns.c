/* Return values are sampled where kernels are known to draw lines, and just beyond. */
#include "returns.h"

#include "json.h"

enum { GET_PRANDOM_U32 = 7 };

static const int samples[] = { -2147483647 - 1, -65536, -4096, -4095, -4094, -1000, -255, -100, -22, -13,
	-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 100, 127, 128, 254, 255, 256, 1000, 65535,
	2147483647 };

enum { SAMPLE_COUNT = sizeof(samples) / sizeof(*samples) };

static struct verdict try_constant(const struct subject *subject, int value)
{
	struct code code = { .count = 0 };

	emit_return(&code, value);
	return load(subject, &code);
}

/* If a value nobody knows may be returned, any value may. */
static struct verdict try_unknown(const struct subject *subject)
{
	struct code code = { .count = 0 };

	emit(&code, CALL(GET_PRANDOM_U32));
	emit(&code, EXIT());
	return load(subject, &code);
}

struct verdict find_legal_return(struct subject *subject)
{
	struct verdict verdict = try_constant(subject, subject->returns = 0);

	if (verdict.error) {
		struct verdict other = try_constant(subject, 1);

		if (other.error)
			return verdict;
		subject->returns = 1;
		return other;
	}
	return verdict;
}

void probe_returns(const struct subject *subject)
{
	struct verdict verdict = try_unknown(subject), rejected = { .error = 0 };
	int rejected_value = 0;

	json_open("returns", '{');
	json_bool("unknown", !verdict.error);
	json_open("tried", '[');
	for (int i = 0; i < SAMPLE_COUNT; i++) {
		verdict = try_constant(subject, samples[i]);
		json_open(NULL, '[');
		json_number(NULL, samples[i]);
		json_bool(NULL, !verdict.error);
		json_close(']');
		/* The example kept is the smallest positive value, as in programs people write. */
		if (verdict.error && rejected_value <= 0) {
			rejected = verdict;
			rejected_value = samples[i];
		}
	}
	json_close(']');
	if (rejected.error) {
		json_number("rejectedValue", rejected_value);
		json_string("message", rejected.message);
	}
	json_close('}');
}
