/* What one helper takes and gives in one kind of program. */
#ifndef LEARN_H
#define LEARN_H

#include "calls.h"

/* Writes a member named by the helper's number. Returns whether all arguments could be filled. */
int probe_contract(const struct subject *subject, int helper);

struct verdict try_call(const struct subject *subject, const struct call *call);
/* What the verifier said, "ok", or the error's name where it said nothing. */
const char *sentence(const struct verdict *verdict);
/* "R2 !read_ok": the register that a complaint is about; 0: about none. */
int blamed(const struct verdict *verdict);

#endif
