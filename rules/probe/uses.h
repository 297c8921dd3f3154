/* What else may be done with the context pointer than reading and writing at a constant offset. */
#ifndef USES_H
#define USES_H

#include "access.h"

void probe_uses(const struct subject *subject, const struct survey *survey, int map_fd);

#endif
