/**
 * SHA-256 of a text's UTF-8 bytes in lowercase hex, by the platform's own Web Crypto, which browsers
 * offer on https and on localhost only. Throws a TypeError where there is none.
 */
export async function webSha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
