/** Where the real Toss Payments serves its script, and where its frames and calls go. */
export const TOSS_ORIGINS: readonly string[] = [
  'https://js.tosspayments.com',
  'https://*.tosspayments.com',
];

/** What else goes with the page and each of its files. */
export const PAGE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  // Toss opens windows of its own, which `same-origin` would cut off from the page.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/**
 * The page's Content-Security-Policy: itself, of Toss what paying needs, and where pictures are uploaded and
 * shown from. Only
 * an origin of Toss that is named in full may bring scripts; all of them may be framed and asked.
 */
export function pagePolicy(
  tossOrigins: readonly string[],
  uploadOrigins: readonly string[] = [],
  imageOrigins: readonly string[] = [],
): string {
  const scripts = tossOrigins.filter((origin) => !origin.includes('*'));
  return [
    "default-src 'self'",
    ["script-src 'self'", ...scripts].join(' '),
    ["connect-src 'self'", ...tossOrigins, ...uploadOrigins].join(' '),
    `frame-src ${tossOrigins.join(' ') || "'none'"}`,
    // The component library writes small style elements of its own.
    "style-src 'self' 'unsafe-inline'",
    // A picture is shown from the file that was chosen, while it is on its way.
    ["img-src 'self' data: blob:", ...imageOrigins].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
