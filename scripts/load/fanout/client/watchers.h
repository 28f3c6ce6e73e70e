// What the load client knows of a watcher, and what it counts. See ../../README.md.
#ifndef WATCHERS_H
#define WATCHERS_H

#define ID_MAX 64
#define BUCKET_US 100
#define BUCKETS 300000
#define THIRDS 3

enum stage { CLOSED, HEAD_AWAITED, GREETING_AWAITED, OPEN };

struct watcher {
  int fd;
  enum stage stage;
  char is_stopped, is_chunked;
  // A chunk's size while it is read, and what is left of the chunk itself.
  int chunk_size, chunk_digits, chunk_left;
  // The beginning of a frame whose end has not come yet.
  char *carry;
  int carry_length;
  char id[ID_MAX];
  // Which one it asked for, where each asks for one.
  int topic;
  // By topic, the seq that this watcher holds; 0 before the first.
  int *last;
};

struct tally {
  // `told` counts a merged event as often as it says, `deliveries` once.
  long long deliveries, told, missed, repeated, snapshots, gaps;
  long long refused, lost;
  unsigned latency[BUCKETS];
  unsigned age[THIRDS][BUCKETS];
};

// What is measured: these seqs, the first of them planned at `start_us`, the others one interval apart.
struct plan {
  int from_seq, to_seq;
  long long start_us, interval_us;
  // How old the held prices are is looked at between these moments.
  long long ages_from_us, ages_to_us;
};

struct client {
  int is_websocket, topics, count, stopped, keeps_ids, sources;
  const char *path;
  unsigned short port;
  struct watcher *watchers;
  struct tally tally;
  struct plan plan;
  // Watchers that must hold `target_seq` before the resume is over.
  int target_seq, caught_up;
  // Events that were told or missed, since the beginning.
  long long settled;
};

extern struct client client;

long long now_us(void);

// Takes what has come, from `at` to `end`, and returns where the first unfinished frame begins.
char *take_frames(struct watcher *watcher, char *at, char *end, long long heard_us);
// Removes the marks of chunked encoding in place; returns how many bytes are left.
int dechunk(struct watcher *watcher, char *at, int length);

void count_ages(long long at_us);
void print_tally(long long cpu_us);

// The websocket frame of a short text, masked as a client's must be; sends it.
void send_text(struct watcher *watcher, const char *text);
// The watcher has been greeted and hears what happens from now on.
void mark_open(struct watcher *watcher);

#endif
