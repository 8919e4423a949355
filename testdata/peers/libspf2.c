/*
 * Evaluates lines "ADDRESS DOMAIN" of standard input with libspf2, its cache and
 * so many threads, and writes how many pass and how many have a temperror:
 *
 *	cc -O2 -o libspf2 libspf2.c -lspf2 -lpthread
 *	./libspf2 PORT THREADS <lines
 *
 * The name server is 127.0.0.1 at the given port: libspf2 has no setting for
 * that, so this program stands in front of the C library's res_ninit.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <pthread.h>
#include <resolv.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <spf2/spf.h>

enum { MAX_LINES = 1000000 };

static int port;
static SPF_server_t *server;
static struct { char address[64], domain[256]; } *lines;
static int count;
static atomic_int next, passed, failed;

int __res_ninit(res_state state)
{
	int (*init)(res_state) = (int (*)(res_state))dlsym(RTLD_NEXT, "__res_ninit");
	int result = init(state);

	state->nscount = 1;
	state->nsaddr_list[0].sin_family = AF_INET;
	state->nsaddr_list[0].sin_port = htons(port);
	state->nsaddr_list[0].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return result;
}

static void *evaluate(void *unused)
{
	int i;

	while ((i = atomic_fetch_add(&next, 1)) < count) {
		SPF_request_t *request = SPF_request_new(server);
		SPF_response_t *response = NULL;
		char sender[300];

		snprintf(sender, sizeof sender, "a@%s", lines[i].domain);
		SPF_request_set_ipv4_str(request, lines[i].address);
		SPF_request_set_helo_dom(request, lines[i].domain);
		SPF_request_set_env_from(request, sender);
		SPF_request_query_mailfrom(request, &response);
		switch (SPF_response_result(response)) {
		case SPF_RESULT_PASS: atomic_fetch_add(&passed, 1); break;
		case SPF_RESULT_TEMPERROR: atomic_fetch_add(&failed, 1); break;
		default: break;
		}
		SPF_response_free(response);
		SPF_request_free(request);
	}
	return unused;
}

int main(int argc, char **argv)
{
	int threads = argc == 3 ? atoi(argv[2]) : 0;
	pthread_t *running;

	if (threads < 1) {
		fprintf(stderr, "usage: libspf2 PORT THREADS <lines\n");
		return 2;
	}
	port = atoi(argv[1]);
	lines = calloc(MAX_LINES, sizeof *lines);
	running = calloc(threads, sizeof *running);
	if (!lines || !running)
		return 1;
	while (count < MAX_LINES && scanf("%63s %255s", lines[count].address, lines[count].domain) == 2)
		count++;
	server = SPF_server_new(SPF_DNS_CACHE, 0);
	for (int i = 0; i < threads; i++)
		if (pthread_create(&running[i], NULL, evaluate, NULL))
			return 1;
	for (int i = 0; i < threads; i++)
		pthread_join(running[i], NULL);
	printf("%d %d\n", atomic_load(&passed), atomic_load(&failed));
	return 0;
}
