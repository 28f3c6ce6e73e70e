import type { Image } from '@sagopalgo/core/contracts/images.ts';
import { CircleUserRound } from 'lucide-react';
import './face.css';

interface FaceProps {
  picture: Image | null;
  sizePx: number;
}

/** Somebody's picture, round and small; a sign where there is none. Its words stand beside it. */
export function Face({ picture, sizePx }: FaceProps) {
  const [smallest] = picture?.thumbnails ?? [];
  const style = { width: sizePx, height: sizePx };
  if (!smallest) return <CircleUserRound aria-hidden size={sizePx} strokeWidth={1.5} />;
  return <img className="face" src={smallest.url} alt="" style={style} />;
}
