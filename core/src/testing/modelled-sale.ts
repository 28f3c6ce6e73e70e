import { CAP_MAX_KRW } from '../rules/bid-steps.ts';
import { admit, bar, bid, close, moveClosing } from '../rules/reference-model.ts';
import { newAuction } from '../rules/reference-state.ts';
import type { AuctionRules, ModelAuction, ModelBid } from '../rules/reference-state.ts';

/** When a modelled sale opens and is to close, in UTC milliseconds. */
export const OPENS_AT_MS = 1_000_000;
export const CLOSES_AT_MS = OPENS_AT_MS + 3_600_000;

/** An auction of the reference model that is bid on, one thing after the other, at `atMs`. */
export class ModelledSale {
  state: ModelAuction;
  atMs = OPENS_AT_MS;
  #bids = 0;

  constructor(given: Partial<AuctionRules> = {}) {
    this.state = newAuction({
      sellerId: 'seller',
      startKrw: 1000,
      steps: [[0, 100]],
      capKrw: CAP_MAX_KRW,
      reserveKrw: null,
      buyNowKrw: null,
      extension: 'none',
      opensAtMs: OPENS_AT_MS,
      closesAtMs: CLOSES_AT_MS,
      ...given,
    });
  }

  exact(bidderId: string, amountKrw: number, more: { bidId?: string; confirmed?: boolean } = {}) {
    return this.#send({ bidderId, bidId: this.#newId(), kind: 'exact', amountKrw, ...more });
  }

  auto(bidderId: string, maxKrw: number, more: { bidId?: string } = {}) {
    return this.#send({ bidderId, bidId: this.#newId(), kind: 'auto', maxKrw, ...more });
  }

  buyNow(bidderId: string, more: { bidId?: string } = {}) {
    return this.#send({ bidderId, bidId: this.#newId(), kind: 'buy-now', ...more });
  }

  close() {
    const { state, answer } = close(this.state, this.atMs);
    this.state = state;
    return answer;
  }

  moveClosing(closesAtMs: number) {
    const { state, answer } = moveClosing(this.state, closesAtMs, this.atMs);
    this.state = state;
    return answer;
  }

  /** For a minute, by the time that the sale has. */
  bar(bidderId: string, leaveId = 'one') {
    const asked = { bidderId, leaveId, barredUntilMs: this.atMs + 60_000 };
    const { state, answer } = bar(this.state, asked);
    this.state = state;
    return answer;
  }

  admit(bidderId: string, leaveId = 'one') {
    this.state = admit(this.state, { bidderId, leaveId });
  }

  #newId(): string {
    this.#bids += 1;
    return `bid-${this.#bids}`;
  }

  #send(made: ModelBid) {
    const { state, answer } = bid(this.state, made, this.atMs);
    this.state = state;
    return answer;
  }
}
