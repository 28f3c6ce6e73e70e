/** What people are told of, and can choose how. */
export const NOTICE_KINDS = [
  'outbid',
  'ending',
  'won',
  'lost',
  'pay-by',
  'paid',
  'shipped',
  'dispute',
  'question',
  'answer',
  'second-chance',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** How a notice leaves the house. In the notification centre every one of them stands anyway. */
export const NOTICE_CHANNELS = ['mail', 'push'] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** By which ways somebody wants to be told, of each kind. */
export type NoticeChoices = Record<NoticeKind, Record<NoticeChannel, boolean>>;

/**
 * Until somebody says otherwise. What has a deadline or is about money comes by mail too; what is over by the time
 * that a mail is read does not.
 */
export const DEFAULT_CHOICES: Readonly<NoticeChoices> = {
  outbid: { mail: false, push: true },
  ending: { mail: false, push: true },
  won: { mail: true, push: true },
  lost: { mail: false, push: false },
  'pay-by': { mail: true, push: true },
  paid: { mail: true, push: true },
  shipped: { mail: true, push: true },
  dispute: { mail: true, push: true },
  question: { mail: true, push: true },
  answer: { mail: true, push: true },
  'second-chance': { mail: true, push: true },
};

/** What somebody chose, where a kind that came later is as by default. */
export function choicesOf(chosen: Partial<NoticeChoices> | null): NoticeChoices {
  const entries = NOTICE_KINDS.map((kind) => [kind, chosen?.[kind] ?? DEFAULT_CHOICES[kind]]);
  return Object.fromEntries(entries) as NoticeChoices;
}
