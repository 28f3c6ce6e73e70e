import { z } from 'zod';

const count = z.int().min(0);
const thirds = z.tuple([count, count, count]);

/** What a load client counted since it was told to measure. */
const tallySchema = z.object({
  deliveries: count,
  /** As `deliveries`, but a merged event counts for all that it stands for. */
  told: count,
  missed: count,
  repeated: count,
  snapshots: count,
  gaps: count,
  refused: count,
  /** Connections that the server ended. */
  lost: count,
  /** Of the client itself. */
  cpuUs: count,
  p50Us: count,
  p99Us: count,
  maxUs: count,
  ageP50Us: thirds,
  ageP99Us: thirds,
});

export type Tally = z.infer<typeof tallySchema>;

/** Reads the line that a load client reports by; throws on any other. */
export function readTally(line: string): Tally {
  return tallySchema.parse(JSON.parse(line));
}
