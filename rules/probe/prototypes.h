/* Functions of the running kernel's BTF as C writes them. */
#ifndef PROTOTYPES_H
#define PROTOTYPES_H

enum { TYPE_NAME_SIZE = 128 };

/* Every function that may be called by programs: where the BTF marks such functions, those; else all whose name begins
 * like one of theirs. */
void btf_for_each_kfunc(void (*visit)(const char *name, unsigned int id));
/* The type of the parameter at a position from 0, and its name if it is asked for; 0: there is none. */
int btf_parameter(unsigned int function, int position, char type[TYPE_NAME_SIZE], const char **name);
void btf_result(unsigned int function, char type[TYPE_NAME_SIZE]);

#endif
