/* Stores of an immediate and atomic operations, wherever a plain store is accepted. */
#ifndef STORES_H
#define STORES_H

#include "access.h"

void probe_stores(const struct subject *subject, const struct reach *reach, const struct survey *survey);

#endif
