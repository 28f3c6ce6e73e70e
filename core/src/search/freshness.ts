/** What has changed in the record is found so soon after it. */
export const FOUND_WITHIN_MS = 2_000;

/** What is waited for on the way from the record to whoever looks, one after the other. */
export const WAITS_MS = {
  /** Until the keeper looks for marks again, hands them out and writes the index of the record. */
  handOut: 300,
  /** Until it looks again for what it has handed out to an index elsewhere. */
  elsewhere: 300,
  /** Until Elasticsearch finds what was written. */
  refresh: 500,
  /** Until what was said of somebody's first letters is asked for again. */
  suggestions: 400,
} as const;
