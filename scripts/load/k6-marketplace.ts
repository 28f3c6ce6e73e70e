import { launchMarketplace } from '../local/marketplace.ts';
import { freePort } from '../services/programs.ts';
import { startLoadStores } from './load-stores.ts';

/** A marketplace for one command, with stores of its own. */
export interface LoadedMarketplace {
  apiUrl: string;
  dataDir: string;
  mysqlUrl: string;
  redisUrl: string;
  /** Resolves with a sentence when one of its processes ends that nobody told to. */
  died: Promise<string>;
  /** Ends all its processes and removes its data. */
  end: () => Promise<void>;
}

/**
 * Starts a marketplace on loopback with new stores and the demo's auctions, nobody bidding by
 * themselves. What was started is ended again when something fails, or when `interrupted` aborts.
 */
export async function startLoadedMarketplace(
  say: (line: string) => void,
  interrupted: AbortSignal,
): Promise<LoadedMarketplace> {
  const stores = await startLoadStores(say);
  try {
    // Its limits on rates are those of every local start: wide enough for a load from one address.
    const place = { port: await freePort(), demo: true, env: { DEMO_LIFE: 'off' } };
    const marketplace = await launchMarketplace({ ...stores, ...place, interrupted });
    const end = async (): Promise<void> => {
      await marketplace.stop();
      await stores.end();
    };
    return { ...stores, apiUrl: marketplace.apiUrl, died: marketplace.died, end };
  } catch (error) {
    await stores.end();
    throw error;
  }
}
