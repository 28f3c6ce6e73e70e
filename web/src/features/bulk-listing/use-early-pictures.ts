import { useEffect, useState } from 'react';
import { browserUploads } from '../../lib/browser-uploads.ts';
import type { BulkRow } from './bulk-row.ts';
import { wantsPictures } from './bulk-row.ts';
import { EarlyPictures } from './early-pictures.ts';

/** Brings up the pictures of sound rows while the person looks at the others. */
export function useEarlyPictures(rows: readonly BulkRow[]): EarlyPictures {
  const [pictures] = useState(() => new EarlyPictures(browserUploads));
  useEffect(() => {
    pictures.want(rows.filter(wantsPictures));
  }, [pictures, rows]);
  useEffect(() => {
    const leave = ({ persisted }: PageTransitionEvent): void => {
      // A page that is only put aside may be come back to.
      if (!persisted) pictures.end();
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      pictures.end();
    };
  }, [pictures]);
  return pictures;
}
