/** What can be reported. */
export const REPORT_KINDS = ['auction', 'question', 'answer', 'rating', 'person'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Why. */
export const REPORT_REASONS = [
  'fraud',
  'forbidden',
  'abuse',
  'private',
  'advertising',
  'other',
] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** How it stands: one that was looked at was dismissed, or what was reported was hidden. */
export const REPORT_STATES = ['open', 'dismissed', 'hidden'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** Who of an order's two parties rates the other. */
export const RATING_SIDES = ['buyer', 'seller'] as const;
export type RatingSide = (typeof RATING_SIDES)[number];
