import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { createAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { browserUploads } from '../../lib/browser-uploads.ts';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useAskBeforeLeaving } from '../../lib/use-ask-before-leaving.ts';
import type { BulkRow } from './bulk-row.ts';
import type { EarlyPictures } from './early-pictures.ts';
import type { RowResult } from './send-rows.ts';
import { sendRows } from './send-rows.ts';

/** The sending of rows. */
export interface Sending {
  isSending: boolean;
  /** It ends after the row at hand. */
  isStopping: boolean;
  /** Why it stopped before the end. */
  stopped: string | null;
  send: () => void;
  stop: () => void;
}

export function useSending(
  rows: readonly BulkRow[],
  pictures: EarlyPictures,
  onRow: (listingId: string, result: RowResult | null) => void,
): Sending {
  const queries = useQueryClient();
  const [stopping, setStopping] = useState<AbortController | null>(null);
  const [isStopping, setIsStopping] = useState(false);
  const [stopped, setStopped] = useState<string | null>(null);
  const left = useRef<AbortController | null>(null);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  }, [rows]);
  useEffect(() => () => left.current?.abort(), []);
  useAskBeforeLeaving(stopping !== null);
  const run = async (): Promise<void> => {
    const [called, leaving] = [new AbortController(), new AbortController()];
    left.current = leaving;
    setStopping(called);
    setStopped(null);
    const sound = rows.flatMap(({ listingId, listing }) =>
      listing ? [{ listingId, listing }] : [],
    );
    const isSound = (listingId: string): boolean =>
      latest.current.some((row) => row.listingId === listingId && row.listing !== null);
    const { wait } = browserUploads;
    const create = (body: NewAuction) => callApi(createAuction, { body });
    const ends = { stopped: called.signal, left: leaving.signal };
    setStopped(await sendRows(sound, { create, pictures, wait, isSound, onRow }, ends));
    setStopping(null);
    setIsStopping(false);
    left.current = null;
    void queries.invalidateQueries({ queryKey: queryKeys.auctions });
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
  };
  return {
    ...{ isSending: stopping !== null, isStopping, stopped },
    send: () => {
      if (left.current === null) void run();
    },
    stop: () => {
      setIsStopping(true);
      stopping?.abort();
    },
  };
}
