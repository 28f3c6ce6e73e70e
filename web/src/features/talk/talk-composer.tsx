import { countChars } from '@sagopalgo/core/contracts/fields.ts';
import { IMAGE_TYPES } from '@sagopalgo/core/contracts/images.ts';
import { MESSAGE_MAX_CHARS } from '@sagopalgo/core/contracts/talk.ts';
import { ImagePlus, SendHorizontal } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button } from '../../components/button.tsx';
import { formatCount } from '../../lib/format.ts';

/** From here on it is said how much room is left. */
const NEARLY_FULL_CHARS = MESSAGE_MAX_CHARS - 100;

interface TalkComposerProps {
  onSay: (text: string) => void;
  onShow: (file: File) => void;
  onTyping: () => void;
}

/** Where a message is written: Enter sends it, with Shift it breaks the line. */
export function TalkComposer({ onSay, onShow, onTyping }: TalkComposerProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const chars = countChars(text.trim());
  const isTooLong = chars > MESSAGE_MAX_CHARS;
  const send = () => {
    if (chars === 0 || isTooLong) return;
    onSay(text.trim());
    setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A syllable that is being put together is finished by Enter, too.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="talk-composer">
      <FileTrigger
        acceptedFileTypes={IMAGE_TYPES}
        onSelect={(files) => {
          for (const file of files ?? []) onShow(file);
        }}
      >
        <Button kind="quiet" aria-label="사진 보내기">
          <ImagePlus aria-hidden size={20} />
        </Button>
      </FileTrigger>
      <textarea
        ref={field}
        className="field-input"
        rows={1}
        aria-label="메시지"
        placeholder="메시지를 적어 주세요"
        aria-invalid={isTooLong || undefined}
        aria-describedby={isTooLong ? 'talk-too-long' : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (event.target.value.trim() !== '') onTyping();
        }}
        onKeyDown={onKeyDown}
      />
      <Button
        kind={chars === 0 || isTooLong ? 'plain' : 'primary'}
        aria-label="보내기"
        isDisabled={chars === 0 || isTooLong}
        onPress={send}
      >
        <SendHorizontal aria-hidden size={18} />
      </Button>
      {chars >= NEARLY_FULL_CHARS && (
        <small id="talk-too-long" className={isTooLong ? 'field-fault num' : 'num'}>
          {formatCount(chars)} / {formatCount(MESSAGE_MAX_CHARS)}자
        </small>
      )}
    </div>
  );
}
