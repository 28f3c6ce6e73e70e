import { publishHead } from '@sagopalgo/core/redis/commands.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import type { Connections } from '../connections.ts';
import { chainFaults } from './chain-faults.ts';
import { publishHeads } from './publish-heads.ts';
import { signHead } from './sign-head.ts';

/** What a process of this room does for the chained logs once it has a key to sign with. */
export interface ProofDuties {
  /** Signs and keeps the head of an auction as far as it is recorded; null when it has no chain. */
  signHead(auctionId: string): Promise<{ seq: number; jws: string } | null>;
  /** The same, and tells everybody; for the last entry of a settled auction. */
  tellHead(auctionId: string): Promise<void>;
  /** The heads of all open auctions; every minute. Returns how many were told. */
  publishHeads(): Promise<number>;
  /** What is wrong with an auction's chained log, in plain sentences. */
  checkChain(auctionId: string): Promise<string[]>;
}

/** The duties of a process that signs by this key. */
export function proofDuties(
  connections: Pick<Connections, 'db' | 'redis' | 'now'>,
  signer: Signer,
): ProofDuties {
  const { redis } = connections;
  return {
    signHead: (auctionId) => signHead(connections, signer, auctionId),
    tellHead: async (auctionId) => {
      const head = await signHead(connections, signer, auctionId);
      if (head) await publishHead(redis, head);
    },
    publishHeads: () => publishHeads(connections, signer),
    checkChain: (auctionId) => chainFaults(connections.db, auctionId),
  };
}
