/** How long watchers may still see how a settled auction ended (contract.md, `unknown`). */
export const KEEP_ENDED_MS = 7 * 86_400_000;
