/* Packets: putting them on wires and seeing where they come out. */
#define _GNU_SOURCE
#include "lab.h"
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip6.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int send_frame(const char *interface, const unsigned char *frame, size_t length) {
    enter(0);
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(interface), .sll_halen = 6};
    memcpy(to.sll_addr, frame, 6);
    return sendto(spaces[0].frames, frame, length, 0, (struct sockaddr *)&to, sizeof to) < 0 ? -1 : 0;
}

int send_local(int space, const unsigned char *packet, size_t length) {
    if (packet[0] >> 4 == 4) {
        struct sockaddr_in to = {.sin_family = AF_INET};
        memcpy(&to.sin_addr, packet + 16, 4);
        return sendto(spaces[space].send4, packet, length, 0, (struct sockaddr *)&to, sizeof to) < 0 ? -1 : 0;
    }
    struct sockaddr_in6 to = {.sin6_family = AF_INET6};
    memcpy(&to.sin6_addr, packet + 24, 16);
    return sendto(spaces[space].send6, packet, length, 0, (struct sockaddr *)&to, sizeof to) < 0 ? -1 : 0;
}

static int is_probe(const unsigned char *packet, size_t length) {
    return length >= 28 && memcmp(packet + length - 8, MAGIC, 4) == 0;
}

static void print_packet(const unsigned char *packet, size_t length) {
    for (size_t i = 0; i < length; i++) printf("%02x", packet[i]);
    putchar('\n');
}

/*
 * A frame counts where it reached the host side of a segment (interfaces s0, s1, ...) and was meant for a host: hosts have
 * addresses 02:00:ff:..., routers have not. Which host it was meant for is said beside it: the interface listens to all.
 */
static int collect_frames(void) {
    unsigned char frame[MAX_PACKET];
    struct sockaddr_ll from;
    socklen_t size = sizeof from;
    int seen = 0;
    ssize_t length;
    while ((length = recvfrom(spaces[0].frames, frame, sizeof frame, 0, (struct sockaddr *)&from, &size)) > 0) {
        char name[IF_NAMESIZE] = "";
        size = sizeof from;
        if (from.sll_pkttype == PACKET_OUTGOING || length < 14 || !is_probe(frame + 14, (size_t)length - 14)) continue;
        if (frame[2] != 0xff) continue;
        enter(0);
        if (!if_indextoname((unsigned)from.sll_ifindex, name) || name[0] != 's') continue;
        printf("host %s %u ", name, frame[5]);
        print_packet(frame + 14, (size_t)length - 14);
        seen++;
    }
    return seen;
}

/* A raw IPv6 socket gives the payload only: the header is put together again from what comes beside it. */
static ssize_t receive6(int fd, unsigned char *packet, int protocol) {
    char beside[256];
    struct sockaddr_in6 from;
    struct ip6_hdr header = {0};
    struct iovec part = {packet + sizeof header, MAX_PACKET - sizeof header};
    struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part, .msg_iovlen = 1,
                             .msg_control = beside, .msg_controllen = sizeof beside};
    ssize_t length = recvmsg(fd, &message, 0);
    if (length < 0) return -1;
    header.ip6_vfc = 0x60;
    header.ip6_plen = htons((unsigned short)length);
    header.ip6_nxt = (unsigned char)protocol;
    header.ip6_src = from.sin6_addr;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO)
            header.ip6_dst = ((struct in6_pktinfo *)CMSG_DATA(c))->ipi6_addr;
    }
    memcpy(packet, &header, sizeof header);
    return length + (ssize_t)sizeof header;
}

static int collect_local(int space) {
    static const int protocols[6] = {0, 0, 0, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMPV6};
    unsigned char packet[MAX_PACKET];
    int seen = 0;
    for (int i = 0; i < 6; i++) {
        int fd = spaces[space].local[i];
        ssize_t length;
        while ((length = i < 3 ? recv(fd, packet, sizeof packet, 0) : receive6(fd, packet, protocols[i])) > 0) {
            if (!is_probe(packet, (size_t)length)) continue;
            printf("router %d ", space);
            print_packet(packet, (size_t)length);
            seen++;
        }
    }
    return seen;
}

static int collect_now(void) {
    int seen = collect_frames();
    for (int i = 1; i < space_count; i++) seen += collect_local(i);
    return seen;
}

/* The kernel carries a packet through all routers before `send` returns, nearly always: the wait is for the rest. */
int collect(int patience) {
    int seen = collect_now();
    for (int waited = 0; seen == 0 && waited < patience; waited++) {
        usleep(1000);
        seen = collect_now();
    }
    return seen;
}
