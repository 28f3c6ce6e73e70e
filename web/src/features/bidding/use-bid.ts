import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { BoxView, Typing } from './box-view.ts';
import { movingPart, NOTHING_TYPED, pressed, typed, viewOf } from './box-view.ts';
import type { BidAttempt } from './place-bid.ts';
import { newAttempt } from './place-bid.ts';
import type { Question } from './question.ts';
import { questionOf } from './question.ts';
import type { Unfinished } from './unfinished.ts';
import { unfinishedBid } from './unfinished.ts';
import type { SentBid } from './use-send-bid.ts';
import { useSendBid } from './use-send-bid.ts';
import { useSettled } from './use-settled.ts';
import { useTyping } from './use-typing.ts';

/** A price that moves under the thumb must not be bid by accident: the button waits this long. */
const SETTLES_AFTER_MS = 250;
/** Nor may a double tap answer the question that its first tap brought up. */
const RESTS_AFTER_QUESTION_MS = 600;

/** What the bid box knows and does. */
export interface BidBox extends Pick<BoxView, 'mode' | 'amountKrw' | 'step' | 'buyNowKrw'> {
  /** For the quick amounts. */
  unitKrw: number;
  reserve: Auction['reserve'];
  closesAtMs: number;
  /** The buyer's premium on top of the price. */
  premiumBp: number;
  /** What must be answered by a yes; the form steps back for it. */
  question: Question | null;
  /** Sending, or what the button says has only just changed by itself. */
  busy: boolean;
  sending: boolean;
  choose: (kind: Typing['chosen']) => void;
  setAmount: (amountKrw: number | null) => void;
  add: (amountKrw: number) => void;
  press: () => void;
  /** Enter in the field: bids what stands there; a corrected amount is only put there, to be seen. */
  enter: () => void;
  askToBuy: () => void;
  yes: () => void;
  no: () => void;
  /** What was under way when the auction ended, if it has. */
  unfinished: Unfinished | null;
}

/** The bid box of an auction that is open; `onBid` once a bid was accepted. */
export function useBid(auction: Auction, onBid: () => void): BidBox {
  const [typing, setTyping] = useTyping(auction.auctionId);
  const sent = useSendBid(auction, {
    onAccepted: () => {
      setTyping(({ chosen }) => ({ ...NOTHING_TYPED, chosen }));
      onBid();
    },
    onRefused: () => setTyping((before) => ({ ...before, wish: null })),
  });
  const view = viewOf(typing, auction, sent);
  const question = view.asked && questionOf(view.asked, view.known);
  const busy = useBusy(movingPart(view, typing), question, sent);
  return {
    ...view,
    ...actionsOf({ auctionId: auction.auctionId, typing, setTyping, view, sent, busy }),
    ...{ question, busy },
    unitKrw: view.known.unitKrw,
    reserve: auction.reserve,
    premiumBp: auction.premiumBp,
    closesAtMs: auction.closesAtMs,
    sending: sent.sending,
    unfinished: unfinishedBid(view, sent),
  };
}

interface Hand {
  auctionId: string;
  typing: Typing;
  setTyping: (typing: Typing) => void;
  view: BoxView;
  sent: SentBid;
  busy: boolean;
}

type Actions = Pick<
  BidBox,
  'choose' | 'setAmount' | 'add' | 'press' | 'enter' | 'askToBuy' | 'yes' | 'no'
>;

function actionsOf({ auctionId, typing, setTyping, view, sent, busy }: Hand): Actions {
  const { step, amountKrw, known, buyNowKrw, asked } = view;
  const begin = (next: Typing) => {
    sent.forget();
    setTyping(next);
  };
  const setAmount = (nextKrw: number | null) => begin(typed(typing, view, nextKrw));
  const press = () => {
    if (step.does === 'ask') return begin(pressed(typing, view));
    setTyping(pressed(typing, view));
    sent.send(attemptOf(view, auctionId, sent.last));
  };
  return {
    choose: (chosen) => begin({ ...typing, chosen, wish: null }),
    setAmount,
    add: (moreKrw) => {
      const leastKrw = known.leadingMaxKrw ?? known.minimumKrw;
      const sumKrw = Math.max(amountKrw ?? 0, leastKrw) + moreKrw;
      if (!busy) setAmount(Math.min(sumKrw, known.capKrw));
    },
    press,
    enter: () => {
      if (step.kind === 'buy-now') return;
      if (step.amountKrw === amountKrw) press();
      else setAmount(step.amountKrw);
    },
    askToBuy: () => {
      if (buyNowKrw === null || busy) return;
      begin({ ...typing, wish: { kind: 'buy-now', amountKrw: buyNowKrw } });
    },
    yes: () => {
      if (asked && !busy) sent.send(newAttempt(auctionId, asked));
    },
    no: () => setTyping({ ...typing, wish: null }),
  };
}

function attemptOf({ step }: BoxView, auctionId: string, last: BidAttempt | undefined): BidAttempt {
  if (last && step.does === 'again') return last;
  if (last && step.does === 'confirm') return { ...last, confirmed: true };
  return newAttempt(auctionId, step);
}

function useBusy(moving: string, question: Question | null, sent: SentBid): boolean {
  const asking = question ? `${question.title} ${question.amountKrw}` : sent.refusalName;
  const settled = useSettled(moving, SETTLES_AFTER_MS) || moving === '';
  const rested = useSettled(asking, RESTS_AFTER_QUESTION_MS) || asking === '';
  return sent.sending || !settled || !rested;
}
