/* Which instructions the verifier looked at. */
#ifndef VISITED_H
#define VISITED_H

/* The instructions that a log of level 2 names, as pairs of the first and the last of each run. */
void list_visited(const char *log);

#endif
