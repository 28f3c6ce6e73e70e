import { Bone } from './bone.tsx';
import './fee-note.css';
import type { ListingRates } from './fee-words.ts';
import { feeWords } from './fee-words.ts';

interface FeeNoteProps {
  /** Undefined until they are known. */
  rates: ListingRates | undefined;
  /** Of every thing that has one. */
  startsKrw: readonly number[];
}

/** What we keep of a sale, told before anything is listed. */
export function FeeNote({ rates, startsKrw }: FeeNoteProps) {
  return (
    <div className="fee-note num" data-testid="fee-note">
      <b>수수료</b>
      {rates ? (
        feeWords(rates, startsKrw).map((sentence) => <p key={sentence}>{sentence}</p>)
      ) : (
        <Bone height={40} />
      )}
    </div>
  );
}
