import { Link } from 'react-router';
import { choicesPath, NO_CHOICES } from '../../lib/list-choices.ts';
import './hashtags.css';

/** The hashtags of a thing, each with the way to what else has it. */
export function Hashtags({ hashtags }: { hashtags: readonly string[] }) {
  if (hashtags.length === 0) return null;
  return (
    <ul className="hashtags" aria-label="해시태그">
      {hashtags.map((hashtag) => (
        <li key={hashtag}>
          <Link className="text-link" to={choicesPath({ ...NO_CHOICES, state: 'live', hashtag })}>
            #{hashtag}
          </Link>
        </li>
      ))}
    </ul>
  );
}
