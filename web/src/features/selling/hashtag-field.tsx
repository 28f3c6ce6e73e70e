import { HASHTAG_MAX_CHARS } from '@sagopalgo/core/contracts/auctions.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatCount } from '../../lib/format.ts';
import { HASHTAG_NOTE, splitHashtags, typedHashtag, withHashtag } from '../../lib/hashtag-text.ts';
import './hashtag-field.css';
import { useHashtags } from './use-hashtags.ts';

const SHOWN_MAX = 6;

interface HashtagFieldProps {
  text: string;
  onChange: (text: string) => void;
  fault: string | undefined;
}

/** Hashtags as they are typed, with those that others use below. */
export function HashtagField({ text, onChange, fault }: HashtagFieldProps) {
  const typed = Array.from(typedHashtag(text)).slice(0, HASHTAG_MAX_CHARS).join('');
  const there = splitHashtags(text);
  const items = useHashtags(typed).filter(({ hashtag }) => !there.includes(hashtag));
  return (
    <div className="hashtag-field">
      <TextField
        label="해시태그 (선택)"
        value={text}
        onChange={onChange}
        note={HASHTAG_NOTE}
        fault={fault}
      />
      {items.length > 0 && (
        <ul aria-label="많이 쓰는 해시태그" data-testid="hashtag-suggestions">
          {items.slice(0, SHOWN_MAX).map(({ hashtag, count }) => (
            <li key={hashtag}>
              <Button onPress={() => onChange(withHashtag(text, hashtag))}>
                <span className="num">
                  #{hashtag} <small>{formatCount(count)}개</small>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
