/* Each use is one small program, built around a field that the survey found to be readable. */
#include "uses.h"

#include <string.h>

#include "json.h"

enum { MAP_LOOKUP_ELEM = 1, PROBE_READ = 4, GET_PRANDOM_U32 = 7, PROBE_READ_KERNEL = 113 };

static const int sizes[] = { 1, 2, 4, 8 };

/* A readable field. If both its neighbour and itself can be read, an offset unknown to the verifier
 * cannot be refused for reaching a forbidden byte, only for being unknown. */
struct field {
	int offset;
	int size;
};

static int yields_pointer(const struct survey *survey, int offset, int size)
{
	for (int i = 0; i < survey->yield_count; i++)
		if (survey->yields[i].offset == offset && survey->yields[i].size == size)
			return 1;
	return 0;
}

static int readable(const struct survey *survey, int slot, int offset)
{
	for (int i = 0; i < survey->offset_count; i++)
		if (survey->offsets[i] == offset)
			return survey->readable[slot][i];
	return 0;
}

static struct field choose_field(const struct survey *survey)
{
	static const int slots[] = { 2, 3, 1, 0 };
	struct field best = { -1, 0 };
	int best_score = -1;

	for (int s = 0; s < 4; s++)
		for (int i = 0; i < survey->offset_count; i++) {
			int slot = slots[s], offset = survey->offsets[i], size = sizes[slot], score;

			if (offset < 0 || offset % size || !survey->readable[slot][i])
				continue;
			score = 4 * !yields_pointer(survey, offset, size) + 2 * (offset > 0) +
				readable(survey, slot, offset + size);
			if (score > best_score) {
				best_score = score;
				best = (struct field){ offset, size };
			}
		}
	return best;
}

static void report(const char *key, const struct subject *subject, struct code *code)
{
	struct verdict verdict;

	emit_return(code, subject->returns);
	verdict = load(subject, code);
	if (verdict.error)
		json_string(key, verdict.message[0] ? verdict.message : errno_name(verdict.error));
	else
		json_bool(key, 1);
}

/* A field at offset 0 needs no arithmetic, so the pointer is moved on and the load reaches back. */
static void probe_constant_offset(const struct subject *subject, struct field field)
{
	struct code code = { .count = 0 };
	int moved = field.offset ? field.offset : field.size;

	emit(&code, MOV_REG(BPF_REG_2, BPF_REG_1));
	emit(&code, ADD_IMM(BPF_REG_2, moved));
	emit(&code, LOAD(field.size, BPF_REG_3, BPF_REG_2, field.offset - moved));
	report("constantOffset", subject, &code);
}

static void probe_variable_offset(const struct subject *subject, struct field field)
{
	struct code code = { .count = 0 };

	emit(&code, MOV_REG(BPF_REG_6, BPF_REG_1));
	emit(&code, CALL(GET_PRANDOM_U32));
	emit(&code, AND_IMM(BPF_REG_0, field.size));
	emit(&code, ADD_REG(BPF_REG_6, BPF_REG_0));
	emit(&code, LOAD(field.size, BPF_REG_3, BPF_REG_6, field.offset));
	report("variableOffset", subject, &code);
}

/* There is no sign to extend in eight bytes. */
static void probe_signed_load(const struct subject *subject, struct field field)
{
	struct code code = { .count = 0 };

	if (field.size == 8)
		return;
	emit(&code, LOAD_SIGNED(field.size, BPF_REG_2, BPF_REG_1, field.offset));
	report("signedLoad", subject, &code);
}

static void probe_address_as_memory(const struct subject *subject, struct field field, int map_fd)
{
	struct code code = { .count = 0 };

	emit(&code, MOV_REG(BPF_REG_2, BPF_REG_1));
	emit(&code, ADD_IMM(BPF_REG_2, field.offset ? field.offset : field.size));
	emit_map_fd(&code, BPF_REG_1, map_fd);
	emit(&code, CALL(MAP_LOOKUP_ELEM));
	report("fieldAddressAsMemory", subject, &code);
}

/* BPF_CORE_READ() comes to a call of probe_read_kernel(). */
static void probe_probe_read(const char *key, const struct subject *subject, struct field field, int helper)
{
	struct code code = { .count = 0 };

	emit(&code, MOV_REG(BPF_REG_3, BPF_REG_1));
	emit(&code, ADD_IMM(BPF_REG_3, field.offset));
	emit(&code, MOV_REG(BPF_REG_1, BPF_REG_10));
	emit(&code, ADD_IMM(BPF_REG_1, -8));
	emit(&code, MOV_IMM(BPF_REG_2, field.size));
	emit(&code, CALL(helper));
	report(key, subject, &code);
}

static const struct yield *find_yield(const struct survey *survey, const char *type)
{
	for (int i = 0; i < survey->yield_count; i++)
		if (!strcmp(survey->yields[i].type, type))
			return &survey->yields[i];
	return NULL;
}

static void probe_packet(const char *key, const struct subject *subject, const struct survey *survey,
			 int write)
{
	const struct yield *start = find_yield(survey, "pkt"), *end = find_yield(survey, "pkt_end");
	struct code code = { .count = 0 };

	if (!start || !end)
		return;
	emit(&code, LOAD(start->size, BPF_REG_2, BPF_REG_1, start->offset));
	emit(&code, LOAD(end->size, BPF_REG_3, BPF_REG_1, end->offset));
	emit(&code, MOV_REG(BPF_REG_4, BPF_REG_2));
	emit(&code, ADD_IMM(BPF_REG_4, 8));
	emit(&code, JUMP_IF_GREATER(BPF_REG_4, BPF_REG_3, 1));
	if (write)
		emit(&code, STORE_IMM(1, BPF_REG_2, 0, 0));
	else
		emit(&code, LOAD(1, BPF_REG_4, BPF_REG_2, 0));
	report(key, subject, &code);
}

void probe_uses(const struct subject *subject, const struct survey *survey, int map_fd)
{
	struct field field = choose_field(survey);

	if (!field.size)
		return;
	probe_constant_offset(subject, field);
	probe_variable_offset(subject, field);
	probe_signed_load(subject, field);
	probe_address_as_memory(subject, field, map_fd);
	probe_probe_read("probeReadKernel", subject, field, PROBE_READ_KERNEL);
	probe_probe_read("probeRead", subject, field, PROBE_READ);
	probe_packet("packetRead", subject, survey, 0);
	probe_packet("packetWrite", subject, survey, 1);
}
