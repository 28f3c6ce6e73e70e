import {
  createAuction,
  HASHTAG_MAX_CHARS,
  HASHTAGS_MAX,
} from '@sagopalgo/core/contracts/auctions.ts';

const BETWEEN = /[\s,，#＃]+/u;

/** What a seller may be told before typing any. */
export const HASHTAG_NOTE = `띄어쓰기로 나눠 적어 주세요. ${HASHTAGS_MAX}개까지, 하나에 ${HASHTAG_MAX_CHARS}자까지.`;

/** Hashtags out of what was typed or pasted, with or without their signs, as they will be kept. */
export function readHashtags(
  text: string,
): { hashtags: string[]; fault?: never } | { hashtags?: never; fault: string } {
  const checked = createAuction.body.shape.hashtags.safeParse(splitHashtags(text));
  if (checked.success) return { hashtags: checked.data ?? [] };
  return { fault: checked.error.issues[0]?.message ?? HASHTAG_NOTE };
}

/** As they were typed, without their signs and not looked at yet. */
export function splitHashtags(text: string): string[] {
  return text.split(BETWEEN).filter(Boolean);
}

/** The hashtag that is being typed at the end of a text; '' between two. */
export function typedHashtag(text: string): string {
  return text.split(BETWEEN).at(-1) ?? '';
}

/** The text with the hashtag that is being typed ended by another, and room for the next. */
export function withHashtag(text: string, hashtag: string): string {
  const head = text.slice(0, text.length - typedHashtag(text).length).replace(/[#＃]$/u, '');
  return `${head}#${hashtag} `;
}

/** Hashtags as they stand in the form. */
export function hashtagText(hashtags: readonly string[]): string {
  return hashtags.map((hashtag) => `#${hashtag}`).join(' ');
}
