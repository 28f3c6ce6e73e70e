import type { ApiRefusal } from '../../lib/api-refusal.ts';
import type {
  Joined,
  Talk,
  TalkMarks,
  TalkMessage,
  TalkSide,
} from '@sagopalgo/core/contracts/talk.ts';

/** A message that is not known to be in the record. */
export interface PendingMessage {
  messageId: string;
  text: string | null;
  /** Of a picture on its way, as it is in the browser. */
  previewUrl: string | null;
  /** Why it was not taken, in words; null while it is on its way or waits for the connection. */
  fault: string | null;
}

/** A talk as one side sees it. */
export interface TalkView {
  /** Null until it was entered for the first time. */
  talk: Talk | null;
  /** In order, without a gap from the first one here on. */
  messages: readonly TalkMessage[];
  pending: readonly PendingMessage[];
  /** What was said before the first one here; null where that is nothing. */
  earlierCursor: string | null;
  isConnected: boolean;
  /** The other side is typing. */
  isOtherTyping: boolean;
  /** Why there is no talk to be seen. */
  fault: ApiRefusal | null;
}

export const EMPTY_TALK: TalkView = {
  ...{ talk: null, messages: [], pending: [], earlierCursor: null },
  ...{ isConnected: false, isOtherTyping: false, fault: null },
};

/** The last message up to which nothing is missing. */
export function lastSeq({ messages }: Pick<TalkView, 'messages'>): number {
  return messages.at(-1)?.seq ?? 0;
}

/** What was told on entering, or on coming back. */
export function withJoined(view: TalkView, joined: Joined): TalkView {
  const isFirst = view.talk === null;
  const entered = { ...view, talk: joined.talk, isConnected: true, fault: null };
  return withMessages(
    isFirst ? { ...entered, earlierCursor: joined.earlierCursor } : entered,
    joined.messages,
  );
}

/** Takes messages in by their seq, however often and in whatever order they come. */
export function withMessages(view: TalkView, told: readonly TalkMessage[]): TalkView {
  if (told.length === 0) return view;
  const bySeq = new Map([...view.messages, ...told].map((message) => [message.seq, message]));
  const messages = [...bySeq.values()].toSorted((one, other) => one.seq - other.seq);
  const kept = new Set(
    messages.filter(({ by }) => by === view.talk?.side).map(({ messageId }) => messageId),
  );
  const pending = view.pending.filter(({ messageId }) => !kept.has(messageId));
  const hasOthers = told.some(({ by }) => by !== view.talk?.side);
  return { ...view, messages, pending, isOtherTyping: view.isOtherTyping && !hasOthers };
}

/** Whether something was said that is not here, and has to be asked for. */
export function isBehind(view: TalkView, told: TalkMessage): boolean {
  return told.seq > lastSeq(view) + 1;
}

/** How far a side has come now; never back. */
export function withMarks(view: TalkView, by: TalkSide, marks: TalkMarks): TalkView {
  const { talk } = view;
  if (!talk) return view;
  const whose = by === talk.side ? 'own' : 'other';
  const before = talk[whose];
  if (before === null) return view;
  const further = {
    deliveredSeq: Math.max(before.deliveredSeq, marks.deliveredSeq),
    readSeq: Math.max(before.readSeq, marks.readSeq),
  };
  return { ...view, talk: { ...talk, [whose]: further } };
}

/** Puts a message among those on their way, or changes what is known of it. */
export function withPending(view: TalkView, message: PendingMessage): TalkView {
  const isThere = view.pending.some(({ messageId }) => messageId === message.messageId);
  const pending = isThere
    ? view.pending.map((each) => (each.messageId === message.messageId ? message : each))
    : [...view.pending, message];
  return { ...view, pending };
}

export function withoutPending(view: TalkView, messageId: string): TalkView {
  return { ...view, pending: view.pending.filter((each) => each.messageId !== messageId) };
}

/** The last own message that the other side has read, and the last that has reached them; 0 for none. */
export function ownProgress({ talk, messages }: TalkView): {
  readSeq: number;
  deliveredSeq: number;
} {
  if (!talk?.other) return { readSeq: 0, deliveredSeq: 0 };
  const { other, side } = talk;
  const own = messages.filter(({ by }) => by === side).map(({ seq }) => seq);
  return {
    readSeq: own.findLast((seq) => seq <= other.readSeq) ?? 0,
    deliveredSeq: own.findLast((seq) => seq <= other.deliveredSeq) ?? 0,
  };
}
