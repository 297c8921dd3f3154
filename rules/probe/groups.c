/* Keeps a few hundred answers and thousands of names; what is beyond is told on standard error. */
#include "groups.h"

#include <stdio.h>
#include <string.h>

#include "json.h"

enum { MAX_TARGETS = 8192, MAX_GROUPS = 512 };

static struct group groups[MAX_GROUPS];
static int group_count;

static struct {
	char name[2 * NAME_SIZE];
	int group;
} targets[MAX_TARGETS];
static int target_count;

static int is_same(const struct group *a, const struct group *b)
{
	return a->loads == b->loads && !strcmp(a->message, b->message) && !memcmp(&a->answers, &b->answers, sizeof(a->answers));
}

void note_target(const char *name, const struct group *group)
{
	int i = 0;

	while (i < group_count && !is_same(&groups[i], group))
		i++;
	if (i == MAX_GROUPS || target_count == MAX_TARGETS) {
		fprintf(stderr, "too much to remember: %s\n", name);
		return;
	}
	if (i == group_count)
		groups[group_count++] = *group;
	snprintf(targets[target_count].name, sizeof(targets[target_count].name), "%s", name);
	targets[target_count++].group = i;
}

int take_for_known(const struct subject *subject, struct group *group)
{
	struct answers tied;

	ask_tied_helpers(subject, &tied);
	for (int i = 0; i < group_count; i++) {
		if (!groups[i].loads || !agree(&tied, &groups[i].answers))
			continue;
		group->answers = groups[i].answers;
		return 1;
	}
	return 0;
}

static void write_group(int group)
{
	json_open(NULL, '{');
	if (groups[group].loads)
		write_answers(&groups[group].answers);
	else
		json_string("refused", groups[group].message);
	json_open("targets", '[');
	for (int i = 0; i < target_count; i++)
		if (targets[i].group == group)
			json_string(NULL, targets[i].name);
	json_close(']');
	json_close('}');
}

void write_groups(const char *stem, int is_whole)
{
	json_open(NULL, '{');
	json_string("targetsOf", stem);
	json_bool("all", is_whole);
	json_open("groups", '[');
	for (int i = 0; i < group_count; i++)
		write_group(i);
	json_close(']');
	json_close('}');
	json_end_line();
	group_count = target_count = 0;
}
