/* Functions of the kernel that programs may call: who may, and what they take and give. */
#ifndef KFUNCS_H
#define KFUNCS_H

/* A line with all prototypes, then one for each kind of program. */
void probe_kfuncs(void);

#endif
