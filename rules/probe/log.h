/* What the verifier's log says: the sentence it rejects with, the type a register holds. */
#ifndef LOG_H
#define LOG_H

#include <stddef.h>

enum { MESSAGE_SIZE = 256, TYPE_SIZE = 96, NAME_SIZE = 64 };

void log_message(const char *log, char message[MESSAGE_SIZE]);
void log_template(const char *message, char template[MESSAGE_SIZE]);
void log_register_type(const char *log, int reg, char type[TYPE_SIZE]);
/* What the register R0 holds after the last call of a helper, as the verifier prints it; empty if it does not. */
void log_result(const char *log, char result[MESSAGE_SIZE]);
/* The same after the last call of a function of the kernel. */
void log_kernel_result(const char *log, char result[MESSAGE_SIZE]);
void log_helper_name(const char *log, char name[NAME_SIZE]);

#endif
