import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { addAuction, openTestConnections } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { readOwnData } from './own-data.ts';

describe('what the record holds of a seller', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  it('has what they answered, and neither what others asked nor who they are', async () => {
    const { db } = connections;
    const [sellerId, askerId] = [randomUUID(), randomUUID()];
    const { auctionId } = await addAuction(db, { sellerId });
    const asked = { auctionId, askerId, visibility: 'public' as const, sentHash: 'a'.repeat(64) };
    for (const [askerOrdinal, answer] of [null, '네, 됩니다'].entries()) {
      await db.insert(questions).values({
        ...{ ...asked, questionId: randomUUID(), askerOrdinal, text: '직접 받을 수 있나요?' },
        ...{ askedAtMs: 1, answer, answeredAtMs: answer === null ? null : 2 },
      });
    }
    const held = await readOwnData({ db, now: Date.now }, sellerId);
    expect(held.answers).to.have.length(1);
    expect(held.answers[0]).to.include({ auctionId, answer: '네, 됩니다' });
    expect(held.answers[0]).not.to.have.any.keys('text', 'askerId', 'sentHash');
    const ofAsker = await readOwnData({ db, now: Date.now }, askerId);
    expect(ofAsker.questions.map(({ text }) => text)).to.have.length(2);
    expect(ofAsker.answers).to.deep.equal([]);
  });
});
