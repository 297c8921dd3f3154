/* Maps to hand to helpers. They are made when they are first asked for and stay. */
#ifndef MAPS_H
#define MAPS_H

union bpf_attr;

/* Attributes that a type of map takes; the ones of a hash for a type that is not known. */
void describe_map(unsigned int type, union bpf_attr *attr);
/* Descriptors; -1: this kernel makes no such map. */
int map_of_type(unsigned int type);
int read_only_map(void);
/* A map may be bound to the first program that uses it: closes all, so that the next ones are new. */
void forget_maps(void);
/* Its value begins with a spin lock. */
int lock_map(void);
/* It begins with a timer. */
int timer_map(void);

#endif
