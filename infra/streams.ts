/** How a stream lives and ends; what stands between a page and an sse-server is measured by it. */
export const STREAMS = {
  /** Something is sent at least so often. */
  heartbeatS: 20,
  /** Over so long a stopping sse-server spreads its goodbyes. */
  goodbyesS: 30,
  /** A process that is told to stop has ended by itself by then. */
  stopsWithinS: 35,
  /** Of one process. */
  watchersMax: 15_000,
} as const;

/** How long a container may take to stop before it is killed; Fargate allows two minutes at most. */
export const STOP_TIMEOUT_S = 40;
/** The balancer cuts what is left of a target's requests after so long: later than the last goodbye. */
export const SSE_DRAIN_S = 45;
/** An answer of the api takes no longer. */
export const API_DRAIN_S = 30;
/** A connection on which nothing comes for so long is dead. */
export const IDLE_TIMEOUT_S = 60;
