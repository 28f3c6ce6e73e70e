import { expect } from 'chai';
import { chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { createSigner, newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import {
  keepCopy,
  letTimeRunOut,
  listedAuction,
  openLambdaConnections,
  placeBids,
  rowOf,
} from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { chainFaults } from '../record-bids/chain-faults.ts';
import { markInterrupted } from '../record-bids/mark-interrupted.ts';
import { recordAuction } from '../record-bids/record-auction.ts';
import { signHeads } from '../record-bids/sign-heads.ts';
import { settleAuction } from './settle-auction.ts';
import { tellResults } from './tell-results.ts';

describe('telling the results of a day', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const stateOf = async (auctionId: string) => {
    const { states } = await readLive(connections.redis, [auctionId]);
    return states.get(auctionId);
  };
  const tell = async (given: LambdaTestConnections, auctionIds: string[]) => {
    const due = await Promise.all(auctionIds.map((auctionId) => rowOf(connections, auctionId)));
    await tellResults(given, due);
  };
  const ended = async (amountsKrw: number[]) => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, amountsKrw);
    await recordAuction(connections, auctionId);
    await letTimeRunOut(connections, auctionId);
    return auctionId;
  };

  it('does so before anything is written, with signed heads that cover every bid', async () => {
    const signer = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
    const signing = {
      ...connections,
      signHeads: (ids: readonly string[]) => signHeads(connections, signer, ids),
    };
    const auctionIds = [await ended([1000, 1100]), await ended([])];
    await tell(signing, auctionIds);
    const heads = await connections.db.select().from(chainHeads);
    for (const auctionId of auctionIds) {
      const live = await stateOf(auctionId);
      const kept = heads.find((head) => head.auctionId === auctionId);
      expect(live?.state).to.be.oneOf(['sold', 'unsold']);
      expect(kept?.seq).to.equal((live?.seq ?? 0) - 1);
      expect(live?.head).to.equal(kept?.jws);
      expect((await rowOf(connections, auctionId)).state).to.equal('scheduled');
      await settleAuction(signing, auctionId);
      expect(await chainFaults(connections.db, auctionId)).to.deep.equal([]);
    }
  });

  it('leaves alone what is not where the record ends, or is interrupted', async () => {
    const { auctionId } = await listedAuction(connections);
    const bringBack = await keepCopy(connections, auctionId);
    await placeBids(connections, auctionId, [1000]);
    await recordAuction(connections, auctionId);
    await bringBack();
    await letTimeRunOut(connections, auctionId);
    const interrupted = await ended([1000]);
    await markInterrupted(connections, interrupted, 'test');
    const sound = await ended([1000]);
    await tell(connections, [auctionId, interrupted, sound]);
    expect(await stateOf(auctionId)).to.include({ state: 'closed' });
    expect(await stateOf(interrupted)).to.include({ state: 'closed' });
    expect(await stateOf(sound)).to.include({ state: 'sold' });
  });

  it('leaves it to the settling when heads cannot be signed', async () => {
    const auctionId = await ended([1000]);
    const signHeadsFails = () => Promise.reject(new Error('no database'));
    await tell({ ...connections, signHeads: signHeadsFails }, [auctionId]);
    expect(await stateOf(auctionId)).to.include({ state: 'closed' });
    expect(await settleAuction(connections, auctionId)).to.equal('sold');
  });
});
