/* Which sizes, numbers of entries and flags each type of map takes: one line a type. */
#ifndef DEFINITIONS_H
#define DEFINITIONS_H

void probe_definitions(void);

#endif
