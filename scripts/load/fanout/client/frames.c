// Reads frames of event streams and of socket.io's websocket, looking at no more than is counted.
#define _GNU_SOURCE
#include "watchers.h"
#include <stdlib.h>
#include <string.h>

#define SEQ "\"seq\":"
#define MERGED "\"merged\":"
#define AUCTION "\"auctionId\":\""

static char *find(const char *at, const char *end, const char *text) {
  return end > at ? memmem(at, (size_t)(end - at), text, strlen(text)) : NULL;
}

// An auction is named `<run>-<topic>`.
static int topic_in(const char *at, const char *end) {
  const char *name = find(at, end, AUCTION);
  if (client.topics == 1 || name == NULL) return 0;
  name += strlen(AUCTION);
  const char *close = memchr(name, '"', (size_t)(end - name));
  const char *dash = close ? memrchr(name, '-', (size_t)(close - name)) : NULL;
  int topic = dash ? atoi(dash + 1) : 0;
  return topic >= 0 && topic < client.topics ? topic : 0;
}

static void count_latency(int seq, long long heard_us) {
  long long late = heard_us - client.plan.start_us;
  late -= (long long)(seq - client.plan.from_seq) * client.plan.interval_us;
  long long bucket = late < 0 ? 0 : late / BUCKET_US;
  client.tally.latency[bucket < BUCKETS ? bucket : BUCKETS - 1] += 1;
}

static void take_event(struct watcher *watcher, int topic, int seq, int merged, long long heard_us) {
  struct plan *plan = &client.plan;
  int last = watcher->last[topic];
  int counts = plan->to_seq == 0 || (seq >= plan->from_seq && seq <= plan->to_seq);
  if (last != 0 && seq <= last) {
    client.tally.repeated += 1;
    return;
  }
  if (last != 0 && seq - merged > last) client.tally.missed += seq - merged - last;
  client.settled += last == 0 ? merged : seq - last;
  if (last < client.target_seq && seq >= client.target_seq) client.caught_up += 1;
  watcher->last[topic] = seq;
  // A server that counts into an event what was told before would hide what it lost.
  if (last != 0 && merged > seq - last) merged = seq - last;
  if (!counts) return;
  client.tally.deliveries += 1;
  // What was merged into the first that is measured may have come before.
  int before_it = seq - plan->from_seq + 1;
  client.tally.told += plan->to_seq != 0 && merged > before_it ? before_it : merged;
  if (plan->interval_us > 0) count_latency(seq, heard_us);
}

static void take_events(struct watcher *watcher, const char *at, const char *end, long long heard_us) {
  const char *found = find(at, end, SEQ);
  while (found != NULL) {
    const char *next = find(found + 1, end, SEQ);
    const char *merged = find(found, next ? next : end, MERGED);
    int seq = atoi(found + strlen(SEQ));
    int stands_for = merged ? atoi(merged + strlen(MERGED)) : 1;
    take_event(watcher, topic_in(at, found), seq, stands_for, heard_us);
    at = found + 1;
    found = next;
  }
}

static void take_snapshot(struct watcher *watcher, const char *at, const char *end) {
  const char *found = find(at, end, SEQ);
  if (found == NULL) return;
  int topic = topic_in(at, found), seq = atoi(found + strlen(SEQ));
  client.tally.snapshots += 1;
  // Whoever held a seq already was not told what lies between.
  if (watcher->last[topic] != 0 && seq > watcher->last[topic])
    client.tally.missed += seq - watcher->last[topic];
  if (watcher->last[topic] < client.target_seq && seq >= client.target_seq) client.caught_up += 1;
  watcher->last[topic] = seq;
}

static void keep_id(struct watcher *watcher, const char *at, const char *end) {
  const char *id = strncmp(at, "id:", 3) == 0 ? at : find(at, end, "\nid:");
  if (id == NULL) return;
  id = memchr(id, ':', (size_t)(end - id)) + 1;
  if (*id == ' ') id += 1;
  size_t length = strcspn(id, "\r\n");
  if (length >= ID_MAX) return;
  memcpy(watcher->id, id, length);
  watcher->id[length] = '\0';
}

static void take_frame(struct watcher *watcher, const char *at, const char *end, long long heard_us) {
  const char *data = find(at, end, "data:");
  if (data == NULL) return;
  const char *name = find(at, data, "event:");
  if (client.keeps_ids) keep_id(watcher, at, data);
  if (name == NULL) return take_events(watcher, data, end, heard_us);
  name += strlen("event:");
  if (*name == ' ') name += 1;
  if (strncmp(name, "bid", 3) == 0) take_events(watcher, data, end, heard_us);
  else if (strncmp(name, "snapshot", 8) == 0) take_snapshot(watcher, data, end);
  else if (strncmp(name, "gap", 3) == 0) client.tally.gaps += 1;
}

// Engine.io's letters: 0 open, 2 ping, 4 message; socket.io's after the 4: 0 connected, 2 event.
static void take_message(struct watcher *watcher, const char *at, const char *end, long long heard_us) {
  if (end - at < 1) return;
  if (*at == '0') send_text(watcher, "40");
  else if (*at == '2') send_text(watcher, "3");
  else if (end - at > 1 && at[1] == '0') mark_open(watcher);
  else take_events(watcher, at, end, heard_us);
}

static char *take_messages(struct watcher *watcher, char *at, char *end, long long heard_us) {
  while (end - at >= 2) {
    unsigned char *head = (unsigned char *)at;
    long long length = head[1] & 127;
    int head_length = length == 126 ? 4 : length == 127 ? 10 : 2;
    if (end - at < head_length) break;
    if (head_length > 2) length = 0;
    for (int index = 2; index < head_length; index += 1) length = length * 256 + head[index];
    if (end - at < head_length + length) break;
    take_message(watcher, at + head_length, at + head_length + length, heard_us);
    at += head_length + length;
  }
  return at;
}

char *take_frames(struct watcher *watcher, char *at, char *end, long long heard_us) {
  if (client.is_websocket) return take_messages(watcher, at, end, heard_us);
  for (char *close = find(at, end, "\n\n"); close != NULL; close = find(at, end, "\n\n")) {
    take_frame(watcher, at, close, heard_us);
    at = close + 2;
  }
  return at;
}

static int hex(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  letter |= 32;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

int dechunk(struct watcher *watcher, char *at, int length) {
  int kept = 0;
  for (int index = 0; index < length;) {
    if (watcher->chunk_left > 0) {
      int part = length - index < watcher->chunk_left ? length - index : watcher->chunk_left;
      memmove(at + kept, at + index, (size_t)part);
      kept += part;
      index += part;
      watcher->chunk_left -= part;
      continue;
    }
    char letter = at[index];
    index += 1;
    if (hex(letter) >= 0) {
      watcher->chunk_size = watcher->chunk_size * 16 + hex(letter);
      watcher->chunk_digits += 1;
    } else if (letter == '\n' && watcher->chunk_digits > 0) {
      watcher->chunk_left = watcher->chunk_size;
      watcher->chunk_size = watcher->chunk_digits = 0;
    }
  }
  return kept;
}
