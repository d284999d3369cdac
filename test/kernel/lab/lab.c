/*
 * The laboratory that test/kernel drives: builds namespaces, puts packets on wires and says where they came out.
 * Namespaces have no names: they die with this process, however it dies.
 *
 * Commands, one a line on standard input; every answer ends in a line "ok" or "error ...":
 *   net COUNT                     forget the old network, make COUNT namespaces; prints "fd N" for each
 *   set SPACE KEY VALUE           sysctl, as a path under /proc/sys
 *   run SPACE LENGTH PROGRAM ...  runs a program there with the LENGTH bytes that follow the line as its input;
 *                                 prints "said ..." for each line that it said
 *   ready                         waits until every cable is in
 *   flush                         empties conntrack everywhere
 *   frame PATIENCE INTERFACE HEX  puts a frame on a wire; prints deliveries
 *   local PATIENCE SPACE HEX      sends a packet from a router itself; prints deliveries
 *   collect PATIENCE              prints late deliveries
 * A delivery is "host INTERFACE NUMBER HEX" (NUMBER: the last byte of the MAC address that it was sent to) or
 * "router SPACE HEX": the IP packet as it arrived.
 */
#define _GNU_SOURCE
#include "lab.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int set_sysctl(int space, const char *key, const char *value) {
    char path[512];
    enter(space); /* /proc/sys/net shows the namespace of whoever looks */
    snprintf(path, sizeof path, "/proc/sys/%s", key);
    int fd = open(path, O_WRONLY);
    if (fd < 0) return -1;
    ssize_t done = write(fd, value, strlen(value));
    close(fd);
    return done < 0 ? -1 : 0;
}

static size_t from_hex(const char *text, unsigned char *out) {
    size_t length = 0;
    unsigned int byte;
    while (length < MAX_PACKET && sscanf(text + 2 * length, "%2x", &byte) == 1) out[length++] = (unsigned char)byte;
    return length;
}

static void answer(int failed) {
    if (failed) printf("error %s\n", strerror(errno));
    else puts("ok");
}

static void command_run(int space, size_t length, char *rest) {
    char *argv[32], *input = malloc(length + 1);
    static char said[1 << 20];
    int argc = 0;
    for (char *word = strtok(rest, " \n"); word && argc < 31; word = strtok(NULL, " \n")) argv[argc++] = word;
    argv[argc] = NULL;
    if (fread(input, 1, length, stdin) != length) exit(1);
    said[0] = 0;
    int status = run(space, argv, input, length, said, sizeof said);
    for (char *word = strtok(said, "\n"); word; word = strtok(NULL, "\n")) printf("said %s\n", word);
    if (status) printf("error status %d\n", status);
    else puts("ok");
    free(input);
}

int main(void) {
    static char line[3 * MAX_PACKET], word[256], value[2 * MAX_PACKET + 1];
    static unsigned char bytes[MAX_PACKET];
    int number, space, at;
    size_t length;
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "net %d", &number) == 1) {
            destroy();
            create(number);
            for (int i = 0; i < number; i++) printf("fd %d\n", spaces[i].fd);
            puts("ok");
        } else if (sscanf(line, "set %d %255s %255s", &space, word, value) == 3) {
            answer(set_sysctl(space, word, value));
        } else if (sscanf(line, "run %d %zu %n", &space, &length, &at) == 2) {
            command_run(space, length, line + at);
        } else if (strcmp(line, "ready\n") == 0) {
            answer(wait_for_cables());
        } else if (strcmp(line, "flush\n") == 0) {
            answer(flush_conntrack());
        } else if (sscanf(line, "frame %d %255s %4096s", &number, word, value) == 3) {
            int failed = send_frame(word, bytes, from_hex(value, bytes));
            collect(number);
            answer(failed);
        } else if (sscanf(line, "local %d %d %4096s", &number, &space, value) == 3) {
            /* A refusal (no route, dropped by OUTPUT) is an observation, not a failure. */
            send_local(space, bytes, from_hex(value, bytes));
            collect(number);
            answer(0);
        } else if (sscanf(line, "collect %d", &number) == 1) {
            collect(number);
            answer(0);
        } else {
            puts("error not understood");
        }
        fflush(stdout);
    }
    return 0;
}
