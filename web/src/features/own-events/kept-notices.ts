import type { OwnNotice } from '../../lib/live-notices.ts';

const KEPT_MAX = 3;
/** They are told together, on one card. */
const ENDINGS_MAX = 100;

export type EndingNotice = Extract<OwnNotice, { type: 'ending' }>;
export type OtherNotice = Exclude<OwnNotice, EndingNotice>;

/** Notices and whose they are: undefined as long as that is not known, null for nobody. */
export interface KeptNotices {
  userId: string | null | undefined;
  notices: readonly OwnNotice[];
}

export const NO_NOTICES: KeptNotices = { userId: undefined, notices: [] };

/** The notices once it is known who is signed in: those of another person are gone. */
export function keptFor(kept: KeptNotices, userId: string | null | undefined): KeptNotices {
  if (userId === undefined || userId === kept.userId) return kept;
  const isFirst = kept.userId === undefined && userId !== null;
  return { userId, notices: isFirst ? kept.notices : [] };
}

/** The notices with a new one, newest first: of an auction only the last word counts. */
export function withNotice(kept: KeptNotices, notice: OwnNotice): KeptNotices {
  const { auctionId } = notice.data;
  const others = kept.notices.filter(({ data }) => data.auctionId !== auctionId);
  return { ...kept, notices: withinRoom([notice, ...others]) };
}

/** That a watched auction closes soon. */
export function isEnding(notice: OwnNotice): notice is EndingNotice {
  return notice.type === 'ending';
}

/** The notices but those, the very same object where there are none of those. */
export function withoutThose(
  kept: KeptNotices,
  isOne: (notice: OwnNotice) => boolean,
): KeptNotices {
  if (!kept.notices.some(isOne)) return kept;
  return { ...kept, notices: kept.notices.filter((notice) => !isOne(notice)) };
}

function withinRoom(notices: readonly OwnNotice[]): readonly OwnNotice[] {
  const endings = notices.filter(isEnding).slice(0, ENDINGS_MAX);
  const room = endings.length > 0 ? KEPT_MAX - 1 : KEPT_MAX;
  const others = notices.filter((notice) => !isEnding(notice)).slice(0, room);
  const kept = new Set<OwnNotice>([...endings, ...others]);
  return notices.filter((notice) => kept.has(notice));
}
