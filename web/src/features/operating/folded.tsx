import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';

interface FoldedProps {
  summary: string;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  children: ReactNode;
}

/** What is folded away below a few words until somebody wants it. */
export function Folded({ summary, isOpen, onToggle, children }: FoldedProps) {
  return (
    <details
      className="operator-more"
      open={isOpen}
      onToggle={(event) => onToggle(event.currentTarget.open)}
    >
      <summary>
        {summary}
        <ChevronDown aria-hidden size={18} />
      </summary>
      {children}
    </details>
  );
}
