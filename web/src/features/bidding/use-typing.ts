import type { SetStateAction } from 'react';
import { useEffect, useState } from 'react';
import { useSession } from '../../lib/use-session.ts';
import type { Typing } from './box-view.ts';
import { NOTHING_TYPED } from './box-view.ts';
import { keepTyping, keptTyping } from './keep-typing.ts';

/** What stands in the bid box of an auction; a way to the login page and back does not lose it. */
export function useTyping(
  auctionId: string,
): [typing: Typing, setTyping: (next: SetStateAction<Typing>) => void] {
  const userId = useSession()?.userId ?? null;
  const [typing, setTyping] = useState(() => keptTyping(auctionId, userId) ?? NOTHING_TYPED);
  useEffect(() => keepTyping({ auctionId, userId, typing }), [auctionId, userId, typing]);
  return [typing, setTyping];
}
