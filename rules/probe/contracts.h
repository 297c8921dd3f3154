/* What a helper takes and gives: the kinds of its arguments, its result, what it does to packets and references. */
#ifndef CONTRACTS_H
#define CONTRACTS_H

/* A line for each kind of program that has helpers of its own. */
void probe_contracts(void);

#endif
