/** The token that a link's address carries behind its `#`, or null where the address was cut off. */
export function tokenIn(hash: string): string | null {
  const token = new URLSearchParams(hash.slice(1)).get('token');
  return token === '' ? null : token;
}
