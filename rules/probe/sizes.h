/* How much memory an object's maps take, before any is created. */
#ifndef SIZES_H
#define SIZES_H

struct bpf_object;

/* A line of JSON a map, with its bytes as an upper bound. */
void list_maps(struct bpf_object *object);
/* Nothing that others pinned is opened, and nothing is pinned. */
void forget_pins(struct bpf_object *object);

#endif
