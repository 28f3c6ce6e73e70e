import type { Connections } from '../connections.ts';
import { indexAuctions } from './index-auctions.ts';
import { indexElsewhere } from './index-elsewhere.ts';

/** Brings every index up to date; returns how many auctions were written to that of the record and to others. */
export async function indexEverywhere(
  connections: Connections,
): Promise<{ written: number; elsewhere: number }> {
  const written = await indexAuctions(connections);
  const elsewhere = await indexElsewhere(connections);
  return { written, elsewhere };
}
