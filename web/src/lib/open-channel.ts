/** A channel to the browser's other tabs; null where it has none, or refuses it as storage is blocked. */
export function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
