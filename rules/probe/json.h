/* Writes JSON to standard output. Commas are put where they belong; nesting is the caller's affair. */
#ifndef JSON_H
#define JSON_H

void json_open(const char *key, char bracket);
void json_close(char bracket);
void json_string(const char *key, const char *value);
void json_number(const char *key, long value);
void json_bool(const char *key, int value);
void json_null(const char *key);
void json_end_line(void);

#endif
