/** How far back signals of shill bidding look; from where people signed in is kept for no longer. */
export const SIGNALS_WINDOW_MS = 90 * 86_400_000;
