/* One load per cell: a cell is an offset, a size and a direction. */
#include "access.h"

#include <stdio.h>
#include <string.h>

#include "json.h"

enum { BEFORE = 8, BEYOND = 16, MAX_MESSAGES = 16 };

static const int sizes[] = { 1, 2, 4, 8 };

/* The rejections of one direction and size, each distinct sentence with its offsets. */
struct rejections {
	int count;
	char message[MAX_MESSAGES][MESSAGE_SIZE];
	unsigned char at[MAX_MESSAGES][MAX_OFFSETS];
};

static void add_window(struct survey *survey, int first, int last)
{
	for (int offset = first; offset <= last && survey->offset_count < MAX_OFFSETS; offset++)
		survey->offsets[survey->offset_count++] = offset;
}

/* Where nothing bounds the context, offsets near the limits known from the kernel's source stand for all. */
static void choose_offsets(struct survey *survey, int size, int endless)
{
	survey->offset_count = 0;
	add_window(survey, -BEFORE, size + BEYOND - 1);
	if (!endless)
		return;
	add_window(survey, 2040, 2055);
	add_window(survey, 4088, 4103);
	add_window(survey, 8176, 8199);
	add_window(survey, 32752, 32767);
}

static void write_ranges(const char *key, const unsigned char *chosen, const struct survey *survey)
{
	static char text[MAX_OFFSETS * 14];
	size_t length = 0;

	text[0] = 0;
	for (int i = 0; i < survey->offset_count; i++) {
		int last = i;

		if (!chosen[i])
			continue;
		while (last + 1 < survey->offset_count && chosen[last + 1] &&
		       survey->offsets[last + 1] == survey->offsets[last] + 1)
			last++;
		length += snprintf(text + length, sizeof(text) - length, "%s%d", length ? "," : "",
				   survey->offsets[i]);
		if (last > i)
			length += snprintf(text + length, sizeof(text) - length, "-%d", survey->offsets[last]);
		i = last;
	}
	json_string(key, text);
}

static void note_rejection(struct rejections *rejections, const struct verdict *verdict, int place)
{
	char template[MESSAGE_SIZE];
	int i = 0;

	if (verdict->message[0])
		log_template(verdict->message, template);
	else
		snprintf(template, sizeof(template), "%s without a message", errno_name(verdict->error));
	while (i < rejections->count && strcmp(rejections->message[i], template))
		i++;
	if (i == MAX_MESSAGES)
		return;
	if (i == rejections->count)
		strcpy(rejections->message[rejections->count++], template);
	rejections->at[i][place] = 1;
}

static struct verdict try_cell(const struct subject *subject, const struct reach *reach, int write, int size,
			       int offset)
{
	struct code code = { .count = 0 };

	emit_reach(&code, subject, reach);
	if (write) {
		emit(&code, MOV_IMM(BPF_REG_2, 0));
		emit(&code, STORE(size, BPF_REG_1, BPF_REG_2, offset));
	} else {
		emit(&code, LOAD(size, BPF_REG_2, BPF_REG_1, offset));
	}
	emit_leave(&code, subject, reach);
	return load(subject, &code);
}

static void note_yield(struct survey *survey, const char *log, int offset, int size)
{
	struct yield *yield = &survey->yields[survey->yield_count];

	if (survey->yield_count == MAX_YIELDS)
		return;
	log_register_type(log, BPF_REG_2, yield->type);
	if (!yield->type[0])
		return;
	yield->offset = offset;
	yield->size = size;
	survey->yield_count++;
}

static void survey_size(const struct subject *subject, const struct reach *reach, int write, int slot,
			struct survey *survey)
{
	static struct rejections rejections;
	unsigned char *accepted = write ? survey->writable[slot] : survey->readable[slot];
	char key[2] = { (char)('0' + sizes[slot]), 0 };

	memset(&rejections, 0, sizeof(rejections));
	for (int i = 0; i < survey->offset_count; i++) {
		struct verdict verdict = try_cell(subject, reach, write, sizes[slot], survey->offsets[i]);

		accepted[i] = !verdict.error;
		if (verdict.error)
			note_rejection(&rejections, &verdict, i);
		else if (!write)
			note_yield(survey, verdict.log, survey->offsets[i], sizes[slot]);
	}
	json_open(key, '{');
	write_ranges("accepted", accepted, survey);
	json_open("rejected", '{');
	for (int i = 0; i < rejections.count; i++)
		write_ranges(rejections.message[i], rejections.at[i], survey);
	json_close('}');
	json_close('}');
}

void survey_pointer(const struct subject *subject, const struct reach *reach, int endless,
		    struct survey *survey)
{
	static unsigned char all[MAX_OFFSETS];
	char cell[24];

	memset(survey, 0, sizeof(*survey));
	memset(all, 1, sizeof(all));
	choose_offsets(survey, reach->size, endless);
	write_ranges("probed", all, survey);
	for (int write = 0; write < 2; write++) {
		json_open(write ? "write" : "read", '{');
		for (int slot = 0; slot < 4; slot++)
			survey_size(subject, reach, write, slot, survey);
		json_close('}');
	}
	json_open("yields", '{');
	for (int i = 0; i < survey->yield_count; i++) {
		snprintf(cell, sizeof(cell), "%d/%d", survey->yields[i].offset, survey->yields[i].size);
		json_string(cell, survey->yields[i].type);
	}
	json_close('}');
}
