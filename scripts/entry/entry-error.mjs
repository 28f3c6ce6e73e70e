/** What went wrong in one sentence that a person can act on. */
export class EntryError extends Error {}
