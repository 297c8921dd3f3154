#include <stdio.h>

struct bpf_sock {
	unsigned int src_port;
};

int main(void)
{
	struct bpf_sock sock = { 80 };
	struct bpf_sock *ctx = &sock;

	printf("%u\n", ctx->src_port);
	return 0;
}
