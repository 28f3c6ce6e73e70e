import type { TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import { Button } from '../../components/button.tsx';
import { pictureSources } from '../../components/picture-frames.ts';
import type { PictureFrame } from '../../components/picture-frames.ts';
import { formatMoment } from '../../lib/format.ts';
import type { PendingMessage } from './talk-view.ts';

const FRAME: PictureFrame = { aspect: 1, widths: [{ length: '200px' }] };
const CLOCK = new Intl.DateTimeFormat('ko-KR', {
  ...{ timeZone: 'Asia/Seoul', hour: 'numeric', minute: '2-digit' },
});

interface TalkRowProps {
  message: TalkMessage;
  isOwn: boolean;
  /** The day that begins with it. */
  day: string | null;
  /** How far it has come. */
  mark: string | null;
}

/** One thing that was said. */
export function TalkRow({ message, isOwn, day, mark }: TalkRowProps) {
  const { text, sentAtMs, seq } = message;
  return (
    <>
      {day && <li className="talk-day">{day}</li>}
      <li className={isOwn ? 'talk-row own' : 'talk-row'} data-testid="talk-message" data-seq={seq}>
        <span className="unseen">{isOwn ? '나: ' : '상대: '}</span>
        <div className="talk-bubble">{text ?? <TalkPicture message={message} />}</div>
        <small>
          {mark && <b>{mark}</b>}
          <time dateTime={new Date(sentAtMs).toISOString()} title={formatMoment(sentAtMs)}>
            {CLOCK.format(sentAtMs)}
          </time>
        </small>
      </li>
    </>
  );
}

function TalkPicture({ message: { image } }: { message: TalkMessage }) {
  if (!image) return <i>볼 수 없는 사진이에요.</i>;
  const sources = pictureSources(image, FRAME);
  if (!sources) return <i>사진을 준비하고 있어요…</i>;
  const largest = image.thumbnails.at(-1)?.url ?? image.url;
  return (
    <a href={largest} target="_blank" rel="noreferrer">
      <img
        {...sources}
        alt="보낸 사진, 크게 보기"
        width={image.widthPx}
        height={image.heightPx}
        loading="lazy"
      />
    </a>
  );
}

interface PendingRowProps {
  message: PendingMessage;
  onRetry: () => void;
  onDiscard: () => void;
}

/** One that is on its way, or was not taken. */
export function PendingRow({ message, onRetry, onDiscard }: PendingRowProps) {
  const { text, previewUrl, fault } = message;
  return (
    <li
      className="talk-row own"
      data-testid="talk-pending"
      data-failed={fault !== null || undefined}
    >
      <span className="unseen">나: </span>
      <div className="talk-bubble">
        {text ?? (previewUrl && <img src={previewUrl} alt="보내는 사진" />)}
      </div>
      {fault === null ? (
        <small>보내는 중</small>
      ) : (
        <div className="talk-failed" role="alert">
          <span>{fault}</span>
          <Button kind="quiet" onPress={onRetry}>
            다시 보내기
          </Button>
          <Button kind="quiet" onPress={onDiscard}>
            지우기
          </Button>
        </div>
      )}
    </li>
  );
}
