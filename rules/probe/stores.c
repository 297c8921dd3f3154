/* Clang writes constants with BPF_ST from instruction set v4 on, and __sync_fetch_and_add() as an
 * atomic; both are refused in places where an ordinary store is welcome. */
#include "stores.h"

#include <string.h>

#include "json.h"

static const int sizes[] = { 1, 2, 4, 8 };

struct tally {
	int tried;
	int accepted;
	char message[MESSAGE_SIZE]; /* of the first rejection */
};

static void try_store(struct tally *tally, const struct subject *subject, const struct reach *reach,
		      struct bpf_insn store)
{
	struct code code = { .count = 0 };
	struct verdict verdict;

	emit_reach(&code, subject, reach);
	emit(&code, MOV_IMM(BPF_REG_2, 0));
	emit(&code, store);
	emit_leave(&code, subject, reach);
	verdict = load(subject, &code);
	tally->tried++;
	tally->accepted += !verdict.error;
	if (verdict.error && !tally->message[0])
		strcpy(tally->message, verdict.message);
}

static void write_tally(const char *key, const struct tally *tally)
{
	if (!tally->tried)
		return;
	json_open(key, '{');
	json_number("tried", tally->tried);
	json_number("accepted", tally->accepted);
	if (tally->message[0])
		json_string("message", tally->message);
	json_close('}');
}

void probe_stores(const struct subject *subject, const struct reach *reach, const struct survey *survey)
{
	struct tally immediate = { .tried = 0 }, atomic = { .tried = 0 };

	for (int slot = 0; slot < 4; slot++)
		for (int i = 0; i < survey->offset_count; i++) {
			if (!survey->writable[slot][i])
				continue;
			try_store(&immediate, subject, reach, STORE_IMM(sizes[slot], BPF_REG_1, survey->offsets[i], 0));
			/* Narrower atomics do not exist. */
			if (sizes[slot] >= 4)
				try_store(&atomic, subject, reach,
					  ATOMIC_ADD(sizes[slot], BPF_REG_1, BPF_REG_2, survey->offsets[i]));
		}
	write_tally("immediateStore", &immediate);
	write_tally("atomic", &atomic);
}
