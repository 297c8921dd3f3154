/* What the prober must do for itself when it is the only process of a virtual machine. */
#ifndef GUEST_H
#define GUEST_H

int guest_is_init(void);
int guest_enter(void);
void guest_leave(void);

#endif
