const KST_OFFSET_MS = 9 * 3_600_000;

/** As in Toss's payments: "2022-06-08T15:40:09+09:00". */
export function kstWithOffset(atMs: number): string {
  return `${new Date(atMs + KST_OFFSET_MS).toISOString().slice(0, 19)}+09:00`;
}

/** As in Toss's webhooks: Korean time to the microsecond, and nothing that says so. */
export function kstUnmarked(atMs: number): string {
  return `${new Date(atMs + KST_OFFSET_MS).toISOString().slice(0, 23)}000`;
}

/** As inside payment keys: "20220608154009". */
export function kstDigits(atMs: number): string {
  return kstWithOffset(atMs).slice(0, 19).replace(/\D/g, '');
}
