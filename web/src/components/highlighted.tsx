import type { Highlight } from '@sagopalgo/core/contracts/auction-lists.ts';
import './highlighted.css';

/** A text in which the words that were looked for are marked. */
export function Highlighted({ pieces }: { pieces: Highlight }) {
  return pieces.map(({ text, hit }, index) =>
    // Pieces have no names of their own, and never change their order.
    hit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
