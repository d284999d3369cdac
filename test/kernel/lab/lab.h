/* The laboratory: namespaces that live as long as this process, and sockets inside them. See lab.c. */
#ifndef LAB_H
#define LAB_H

#include <stddef.h>

#define MAX_SPACES 16
#define MAX_PACKET 2048

/* Every probe ends in these four bytes and a number of four bytes; nothing else in the laboratory does. */
#define MAGIC "sNs!"

/* Namespace 0 holds the host side of every segment; the others are one router each. */
struct space {
    int fd;            /* the namespace itself */
    int frames;        /* AF_PACKET: everything on every wire of namespace 0 */
    int local[6];      /* raw sockets of a router: they see only what its INPUT chain let through */
    int send4, send6;  /* raw sockets of a router: what they send goes through its OUTPUT chain */
    int conntrack;     /* netlink */
};

extern struct space spaces[MAX_SPACES];
extern int space_count;

void enter(int space);
void create(int count);
void destroy(void);
/* Until every interface that is up is running too. Returns 0, or -1 after five seconds. */
int wait_for_cables(void);
/* Forgets every session of every router. Returns 0, or -1 if the kernel refused. */
int flush_conntrack(void);
/* Returns the exit status; puts what the program said (both streams) into `said`. */
int run(int space, char **argv, const char *input, size_t length, char *said, size_t room);

/* Puts a whole Ethernet frame on the host side of a segment. */
int send_frame(const char *interface, const unsigned char *frame, size_t length);
/* Sends an IP packet as a router's own. */
int send_local(int space, const unsigned char *packet, size_t length);
/* Prints every delivery that has happened; waits up to `patience` milliseconds for the first. Returns how many. */
int collect(int patience);

#endif
