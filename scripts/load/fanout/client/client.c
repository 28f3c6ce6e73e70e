// Thousands of watchers in one process. It is told what to do by lines on its standard input and
// answers by lines; it ends with its input. In C because a client that costs more than the servers
// would be what is measured.
#define _GNU_SOURCE
#include "watchers.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define READ_BYTES (256 * 1024)
#define CARRY_MAX (1024 * 1024)
#define EVENTS_MAX 512
// Fewer than any of the servers lets wait to be accepted, so that no connection has to be tried twice.
#define AWAITED_MAX 256
#define AGES_EVERY_US 50000
#define TICK_MS 5
#define FIRST_SOURCE 0x7f000002u
#define STOPPED_BYTES 4096
#define STOPPED_SEGMENT_BYTES 536

struct client client;
static int poller, next_to_open, awaited, opened, is_told_open, churn_per_second, turn;
static long long opening_us, resuming_us, churned_us, progress_every_us, progress_us, ages_us, cpu_us;
static char buffer[CARRY_MAX + READ_BYTES], commands[4096];
static int commands_length;

long long now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

static void fail(const char *what) {
  printf("failed %s: %s\n", what, strerror(errno));
  exit(1);
}

static void close_watcher(struct watcher *watcher) {
  if (watcher->stage == CLOSED) return;
  if (watcher->stage == OPEN) opened -= 1;
  else awaited -= 1;
  // A reset, as when a network goes away; the port is free again at once.
  struct linger linger = {1, 0};
  setsockopt(watcher->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  close(watcher->fd);
  free(watcher->carry);
  watcher->carry = NULL;
  watcher->carry_length = 0;
  watcher->stage = CLOSED;
}

static void send_all(struct watcher *watcher, const char *bytes, size_t length) {
  if (send(watcher->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) client.tally.lost += 1;
}

void send_text(struct watcher *watcher, const char *text) {
  char frame[32] = {(char)0x81, (char)(0x80 | strlen(text))};
  // A mask of zeros leaves the text as it is.
  memcpy(frame + 6, text, strlen(text));
  send_all(watcher, frame, 6 + strlen(text));
}

void mark_open(struct watcher *watcher) {
  if (watcher->stage == OPEN) return;
  watcher->stage = OPEN;
  awaited -= 1;
  opened += 1;
  if (watcher->is_stopped) epoll_ctl(poller, EPOLL_CTL_DEL, watcher->fd, NULL);
}

// Where each asks for one topic, every other comes back to its own and the rest go to the next.
static void choose_topic(struct watcher *watcher) {
  int is_free = strstr(client.path, "{}") != NULL && (watcher->id[0] == '\0' || rand() % 2 == 0);
  if (is_free) {
    watcher->topic = turn++ % client.topics;
    watcher->id[0] = '\0';
  }
  if (is_free || !client.keeps_ids)
    memset(watcher->last, 0, sizeof(int) * (size_t)client.topics);
}

static void ask(struct watcher *watcher) {
  char request[8192], path[6144];
  const char *hole = strstr(client.path, "{}");
  if (hole)
    snprintf(path, sizeof path, "%.*s%d%s", (int)(hole - client.path), client.path, watcher->topic,
             hole + 2);
  else snprintf(path, sizeof path, "%s", client.path);
  const char *upgrade = "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
                        "sec-websocket-key: c2Fnb3BhbGdvLWxvYWQtMQ==\r\n";
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nhost: 127.0.0.1\r\n%s%s%s%s\r\n",
                        path, client.is_websocket ? upgrade : "accept: text/event-stream\r\n",
                        watcher->id[0] ? "last-event-id: " : "", watcher->id,
                        watcher->id[0] ? "\r\n" : "");
  send_all(watcher, request, (size_t)length);
}

static void connect_watcher(struct watcher *watcher) {
  int index = (int)(watcher - client.watchers), yes = 1;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) fail("socket");
  if (watcher->is_stopped) {
    int bytes = STOPPED_BYTES, segment = STOPPED_SEGMENT_BYTES;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
  }
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  unsigned source = FIRST_SOURCE + (unsigned)(index % client.sources);
  struct sockaddr_in from = {AF_INET, 0, {htonl(source)}, {0}};
  struct sockaddr_in to = {AF_INET, htons(client.port), {htonl(INADDR_LOOPBACK)}, {0}};
  if (bind(fd, (struct sockaddr *)&from, sizeof from) < 0) fail("bind");
  if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) fail("connect");
  fcntl(fd, F_SETFL, O_NONBLOCK);
  watcher->fd = fd;
  watcher->stage = HEAD_AWAITED;
  watcher->is_chunked = 0;
  watcher->chunk_size = watcher->chunk_digits = watcher->chunk_left = 0;
  choose_topic(watcher);
  awaited += 1;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = watcher};
  epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
  ask(watcher);
}

// Returns where the body begins, or NULL while the head is not whole or when it says no.
static char *take_head(struct watcher *watcher, char *at, char *end) {
  char *close = memmem(at, (size_t)(end - at), "\r\n\r\n", 4);
  if (close == NULL) return NULL;
  const char *status = client.is_websocket ? " 101 " : " 200 ";
  if (memmem(at, 16, status, 5) == NULL) {
    fprintf(stderr, "refused: %.*s\n", (int)(close - at), at);
    client.tally.refused += 1;
    close_watcher(watcher);
    return NULL;
  }
  watcher->is_chunked = memmem(at, (size_t)(close - at), "chunked", 7) != NULL;
  if (client.is_websocket) watcher->stage = GREETING_AWAITED;
  else mark_open(watcher);
  return close + 4;
}

static void keep_carry(struct watcher *watcher, const char *at, int length) {
  if (length > CARRY_MAX) fail("a frame without an end");
  if (length == 0 && watcher->carry == NULL) return;
  char *carry = length == 0 ? NULL : malloc((size_t)length);
  if (length > 0) memcpy(carry, at, (size_t)length);
  free(watcher->carry);
  watcher->carry = carry;
  watcher->carry_length = length;
}

static void read_watcher(struct watcher *watcher) {
  int kept = watcher->carry_length;
  if (kept > 0) memcpy(buffer, watcher->carry, (size_t)kept);
  ssize_t came = recv(watcher->fd, buffer + kept, READ_BYTES, 0);
  if (came < 0 && errno == EAGAIN) return;
  if (came <= 0) {
    client.tally.lost += 1;
    return close_watcher(watcher);
  }
  long long heard_us = now_us();
  char *at = buffer, *fresh = buffer + kept, *end = fresh + came;
  if (watcher->stage == HEAD_AWAITED) {
    fresh = take_head(watcher, at, end);
    if (watcher->stage == CLOSED) return;
    if (fresh == NULL) return keep_carry(watcher, at, (int)(end - at));
    at = fresh;
  }
  if (watcher->is_chunked) end = fresh + dechunk(watcher, fresh, (int)(end - fresh));
  at = take_frames(watcher, at, end, heard_us);
  keep_carry(watcher, at, (int)(end - at));
}

static long long spent_us(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

static void obey(const char *line) {
  struct plan *plan = &client.plan;
  if (strcmp(line, "open") == 0 || sscanf(line, "resume %d", &client.target_seq) == 1) {
    opening_us = now_us();
    resuming_us = line[0] == 'r' ? opening_us : 0;
    next_to_open = client.caught_up = is_told_open = 0;
  } else if (strncmp(line, "measure ", 8) == 0) {
    memset(&client.tally, 0, sizeof client.tally);
    sscanf(line, "measure %d %d %lld %lld %lld %lld", &plan->from_seq, &plan->to_seq,
           &plan->start_us, &plan->interval_us, &plan->ages_from_us, &plan->ages_to_us);
    cpu_us = spent_us();
  } else if (strcmp(line, "cut") == 0) {
    for (int index = 0; index < client.count; index += 1) close_watcher(client.watchers + index);
    next_to_open = client.count;
    printf("cut\n");
  } else if (strcmp(line, "report") == 0) print_tally(spent_us() - cpu_us);
  else if (sscanf(line, "progress %lld", &progress_every_us) == 1) progress_us = 0;
  else if (sscanf(line, "churn %d", &churn_per_second) == 1) churned_us = now_us();
  else fail(line);
  fflush(stdout);
}

static void read_commands(void) {
  ssize_t came = read(0, commands + commands_length, sizeof commands - 1 - (size_t)commands_length);
  if (came <= 0) exit(0);
  commands_length += (int)came;
  commands[commands_length] = '\0';
  char *at = commands;
  for (char *close = strchr(at, '\n'); close != NULL; close = strchr(at, '\n')) {
    *close = '\0';
    obey(at);
    at = close + 1;
  }
  commands_length -= (int)(at - commands);
  memmove(commands, at, (size_t)commands_length);
}

// Watchers come and go: each time another one leaves, and comes back to the next auction.
static void churn(long long at_us) {
  if (churn_per_second == 0 || client.count == client.stopped) return;
  while (churned_us + 1000000 / churn_per_second <= at_us) {
    int index = client.stopped + rand() % (client.count - client.stopped);
    churned_us += 1000000 / churn_per_second;
    if (awaited >= AWAITED_MAX) continue;
    close_watcher(client.watchers + index);
    connect_watcher(client.watchers + index);
  }
}

static void tick(void) {
  long long at_us = now_us();
  while (next_to_open < client.count && awaited < AWAITED_MAX) {
    struct watcher *watcher = client.watchers + next_to_open;
    next_to_open += 1;
    if (watcher->stage == CLOSED) connect_watcher(watcher);
  }
  if (!is_told_open && next_to_open == client.count && awaited == 0 && opening_us > 0) {
    is_told_open = 1;
    printf("opened %d %lld\n", opened, at_us - opening_us);
  }
  if (resuming_us > 0 && client.caught_up >= client.count) {
    printf("resumed %lld\n", at_us - resuming_us);
    resuming_us = 0;
  }
  if (at_us - ages_us >= AGES_EVERY_US) {
    ages_us = at_us;
    count_ages(at_us);
  }
  if (progress_every_us > 0 && at_us - progress_us >= progress_every_us) {
    progress_us = at_us;
    printf("settled %lld\n", client.settled);
  }
  churn(at_us);
  fflush(stdout);
}

// client <port> <path> <sse or websocket> <watchers> <topics> <stopped> <keeps ids> <source addresses>
int main(int count, char **given) {
  if (count != 9) return 2;
  client.port = (unsigned short)atoi(given[1]);
  client.path = given[2];
  client.is_websocket = strcmp(given[3], "websocket") == 0;
  client.count = next_to_open = atoi(given[4]);
  client.topics = atoi(given[5]);
  client.stopped = atoi(given[6]);
  client.keeps_ids = atoi(given[7]);
  client.sources = atoi(given[8]);
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  client.watchers = calloc((size_t)client.count, sizeof(struct watcher));
  int *last = calloc((size_t)client.count * (size_t)client.topics, sizeof(int));
  for (int index = 0; index < client.count; index += 1) {
    client.watchers[index].last = last + (size_t)index * (size_t)client.topics;
    client.watchers[index].is_stopped = index < client.stopped;
  }
  poller = epoll_create1(0);
  struct epoll_event input = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS_MAX];
  epoll_ctl(poller, EPOLL_CTL_ADD, 0, &input);
  for (;;) {
    int came = epoll_wait(poller, events, EVENTS_MAX, TICK_MS);
    for (int index = 0; index < came; index += 1) {
      struct watcher *watcher = events[index].data.ptr;
      if (watcher == NULL) read_commands();
      else if (watcher->stage != CLOSED) read_watcher(watcher);
    }
    tick();
  }
}
