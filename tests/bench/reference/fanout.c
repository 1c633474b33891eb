/* The traffic of a workshop by the shortest way there is: one thread, epoll, frames made once, a write for each socket.
 * What this takes, the kernel takes. It trusts its phones: it is for the benchmark alone, and listens on loopback.
 *
 * fanout PORT SHARED OWN       SHARED and OWN: the bytes of the two parts of a view
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LINES = 20000, MOST_ROOMS = 1000, MOST_HEARD = 8192, LARGEST = 65536, BUNDLE = 200, EVENTS = 512 };

struct frame {
    unsigned char bytes[LARGEST];
    int size;
};

struct line {
    bool open, upgraded, seated, hosts, rep;
    int room, filled;
    unsigned char heard[MOST_HEARD];
};

struct room {
    int members[MOST_LINES / 10], count, reps, done;
    bool changed;
};

static struct line *lines[MOST_LINES];
static struct room *rooms[MOST_ROOMS];
static struct frame shared_part, own_part;
static int shared_size;

static void pack(struct frame *frame, const char *text, int size) {
    int head = size < 126 ? 2 : 4;
    frame->bytes[0] = 0x81;
    frame->bytes[1] = size < 126 ? size : 126;
    if (head == 4) {
        frame->bytes[2] = size >> 8;
        frame->bytes[3] = size & 255;
    }
    memcpy(frame->bytes + head, text, size);
    frame->size = head + size;
}

static void put(int file, const struct frame *frame) {
    if (write(file, frame->bytes, frame->size) != frame->size) perror("a phone does not take what it is sent");
}

static void say(int file, const char *text) {
    struct frame frame;
    pack(&frame, text, strlen(text));
    put(file, &frame);
}

/* A view of so many bytes, with this in its one part. */
static void make_view(struct frame *frame, const char *part, const char *what, int size) {
    static char text[LARGEST];
    int at = sprintf(text, "42[\"view\",{\"epoch\":\"reference\",\"now\":1,\"%s\":{\"version\":1,\"body\":{%s,\"text\":\"", part, what);
    while (at < size - 6 && at < LARGEST - 16) text[at++] = 'x';
    at += sprintf(text + at, "\"}}}]");
    pack(frame, text, at);
}

static void come_in(int file, struct line *line, const char *key) {
    line->rep = !strncmp(key, "rep.", 4);
    line->seated = line->rep || !strncmp(key, "manager.", 8);
    line->hosts = !line->seated;
    line->room = atoi(strchr(key, '.') + 1);
    if (!rooms[line->room]) rooms[line->room] = calloc(1, sizeof(struct room));
    struct room *room = rooms[line->room];
    room->members[room->count++] = file;
    room->reps += line->rep;
    line->open = true;
    say(file, "40{\"sid\":\"reference\"}");
    put(file, &shared_part);
    if (line->seated) put(file, &own_part);
}

static void leave(int file) {
    struct line *line = lines[file];
    if (line->open) {
        struct room *room = rooms[line->room];
        for (int place = 0; place < room->count; place++)
            if (room->members[place] == file) {
                room->members[place] = room->members[--room->count];
                break;
            }
        room->reps -= line->rep;
    }
    close(file);
    free(line);
    lines[file] = NULL;
}

static void command(int file, struct line *line, const char *text) {
    struct room *room = rooms[line->room];
    if (strstr(text, "\"kind\": \"rule\"") || strstr(text, "\"kind\": \"predict\"")) {
        room->done++;
        room->changed = true;
    }
    if (strstr(text, "\"kind\": \"next\"")) {
        room->done = 0;
        for (int place = 0; place < room->count; place++) put(room->members[place], &shared_part);
        for (int place = 0; place < room->count; place++)
            if (lines[room->members[place]]->seated) put(room->members[place], &own_part);
    }
    char ack[64];
    snprintf(ack, sizeof ack, "43%d[{\"ok\":true}]", atoi(text + 2));
    say(file, ack);
}

static void take(int file, struct line *line, const char *text) {
    const char *key;
    if (!strncmp(text, "40", 2) && (key = strstr(text, "\"key\": \""))) come_in(file, line, key + 8);
    if (!strncmp(text, "42", 2)) command(file, line, text);
}

static void upgrade(int file, struct line *line) {
    const char *head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    line->heard[line->filled] = 0;
    if (!strstr((char *)line->heard, "\r\n\r\n")) return;
    line->upgraded = true;
    line->filled = 0;
    if (write(file, head, strlen(head)) < 0) perror("upgrade");
    say(file, "0{\"sid\":\"reference\",\"upgrades\":[],\"pingInterval\":8000,\"pingTimeout\":8000,\"maxPayload\":65536}");
}

static void hear(int file) {
    struct line *line = lines[file];
    int came = read(file, line->heard + line->filled, MOST_HEARD - 1 - line->filled);
    if (came <= 0) {
        leave(file);
        return;
    }
    line->filled += came;
    if (!line->upgraded) {
        upgrade(file, line);
        return;
    }
    int start = 0;
    while (line->filled - start >= 6) {
        unsigned char *frame = line->heard + start;
        int size = frame[1] & 127, head = 6;
        if (size == 126) {
            size = frame[2] << 8 | frame[3];
            head = 8;
        }
        if (line->filled - start < head + size) break;
        for (int place = 0; place < size; place++) frame[head + place] ^= frame[head - 4 + place % 4];
        unsigned char after = frame[head + size];
        frame[head + size] = 0;
        take(file, line, (char *)frame + head);
        frame[head + size] = after;
        start += head + size;
    }
    memmove(line->heard, line->heard + start, line->filled - start);
    line->filled -= start;
}

static void tell_counts(void) {
    static struct frame frame;
    char what[80];
    for (int number = 0; number < MOST_ROOMS; number++) {
        struct room *room = rooms[number];
        if (!room || !room->changed) continue;
        room->changed = false;
        snprintf(what, sizeof what, "\"answered\":{\"done\":%d,\"expected\":%d}", room->done, room->reps);
        make_view(&frame, "shared", what, shared_size);
        for (int place = 0; place < room->count; place++)
            if (lines[room->members[place]]->hosts) put(room->members[place], &frame);
    }
}

static long milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

int main(int count, char **words) {
    if (count != 4) return 2;
    shared_size = atoi(words[2]);
    make_view(&shared_part, "shared", "\"chair\":true", shared_size);
    make_view(&own_part, "own", "\"points\":{\"total\":50}", atoi(words[3]));

    int yes = 1, door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(door, (struct sockaddr *)&here, sizeof here) || listen(door, 4096)) {
        perror("listen");
        return 1;
    }
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = door}, come[EVENTS];
    epoll_ctl(poll, EPOLL_CTL_ADD, door, &wanted);
    for (long next = milliseconds() + BUNDLE;;) {
        int ready = epoll_wait(poll, come, EVENTS, BUNDLE);
        for (int event = 0; event < ready; event++) {
            int file = come[event].data.fd;
            if (file != door) {
                hear(file);
                continue;
            }
            while ((file = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                lines[file] = calloc(1, sizeof(struct line));
                wanted.data.fd = file;
                epoll_ctl(poll, EPOLL_CTL_ADD, file, &wanted);
            }
        }
        if (milliseconds() >= next) {
            next = milliseconds() + BUNDLE;
            tell_counts();
        }
    }
}
