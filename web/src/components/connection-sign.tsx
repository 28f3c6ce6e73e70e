import { Radio, WifiOff } from 'lucide-react';
import type { Connection } from '../lib/live-auction.ts';
import { useLiveness } from '../lib/use-live.ts';
import './connection-sign.css';

const WORDS: Record<Connection, string> = {
  connecting: '연결하는 중',
  live: '실시간',
  reconnecting: '연결 다시 맺는 중',
  stale: '가격 확인 중',
};

/** Whether the auction's price moves by itself. */
export function ConnectionSign({ auctionId }: { auctionId: string }) {
  const connection = useLiveness(auctionId);
  const away = connection === 'reconnecting' || connection === 'stale';
  const Icon = away ? WifiOff : Radio;
  return (
    <output
      className={`connection ${away ? 'away' : ''}`}
      data-testid="connection"
      data-state={connection}
    >
      <Icon aria-hidden size={14} />
      {WORDS[connection]}
    </output>
  );
}
