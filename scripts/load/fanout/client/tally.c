// What was counted, as one line of JSON.
#include "watchers.h"
#include <stdio.h>

// How old the prices are that the watchers hold at this moment, into the third that it falls into.
void count_ages(long long at_us) {
  struct plan *plan = &client.plan;
  long long span = plan->ages_to_us - plan->ages_from_us;
  if (span <= 0 || at_us < plan->ages_from_us || at_us >= plan->ages_to_us) return;
  unsigned *ages = client.tally.age[(at_us - plan->ages_from_us) * THIRDS / span];
  for (int index = client.stopped; index < client.count; index += 1) {
    long long held = client.watchers[index].last[0] - plan->from_seq;
    long long made_us = plan->start_us + held * plan->interval_us;
    long long bucket = at_us < made_us ? 0 : (at_us - made_us) / BUCKET_US;
    ages[bucket < BUCKETS ? bucket : BUCKETS - 1] += 1;
  }
}

static long long percentile_us(const unsigned *buckets, double share) {
  long long total = 0, seen = 0;
  for (int index = 0; index < BUCKETS; index += 1) total += buckets[index];
  if (total == 0) return 0;
  for (int index = 0; index < BUCKETS; index += 1) {
    seen += buckets[index];
    if (seen > 0 && (double)seen >= share * (double)total) return (index + 1LL) * BUCKET_US;
  }
  return (long long)BUCKETS * BUCKET_US;
}

void print_tally(long long cpu_us) {
  struct tally *tally = &client.tally;
  printf("{\"deliveries\":%lld,\"told\":%lld,\"missed\":%lld,\"repeated\":%lld", tally->deliveries,
         tally->told, tally->missed, tally->repeated);
  printf(",\"snapshots\":%lld,\"gaps\":%lld,\"refused\":%lld,\"lost\":%lld,\"cpuUs\":%lld",
         tally->snapshots, tally->gaps, tally->refused, tally->lost, cpu_us);
  printf(",\"p50Us\":%lld,\"p99Us\":%lld,\"maxUs\":%lld", percentile_us(tally->latency, 0.5),
         percentile_us(tally->latency, 0.99), percentile_us(tally->latency, 1));
  printf(",\"ageP50Us\":[");
  for (int third = 0; third < THIRDS; third += 1)
    printf("%s%lld", third ? "," : "", percentile_us(tally->age[third], 0.5));
  printf("],\"ageP99Us\":[");
  for (int third = 0; third < THIRDS; third += 1)
    printf("%s%lld", third ? "," : "", percentile_us(tally->age[third], 0.99));
  printf("]}\n");
  fflush(stdout);
}
