import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

const TOLD_FOR_MS = 2_000;

/** Puts `text` on the clipboard and says so; `what` names it for those who listen. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [told, setTold] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (told === null) return undefined;
    const timer = setTimeout(() => setTold(null), TOLD_FOR_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setTold('copied');
    } catch {
      setTold('failed');
    }
  };
  return (
    <>
      <Button kind="quiet" aria-label={`${what} 복사`} onPress={() => void copy()}>
        {told === 'copied' ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
        {told === 'copied' ? '복사됨' : '복사'}
      </Button>
      <span className="unseen" aria-live="polite">
        {told === 'copied' && `${what} 복사했어요`}
        {told === 'failed' && '복사하지 못했어요. 길게 눌러 복사해 주세요.'}
      </span>
    </>
  );
}
