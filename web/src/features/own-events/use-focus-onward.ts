import type { RefObject } from 'react';
import { useLayoutEffect, useRef } from 'react';

/** A notice that goes away hands the focus, if it has it, to the next notice or to the page's heading. */
export function useFocusOnward(): RefObject<HTMLDivElement | null> {
  const notice = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = notice.current;
    return () => {
      if (element?.contains(document.activeElement))
        nextAfter(element)?.focus({ preventScroll: true });
    };
  }, []);
  return notice;
}

function nextAfter(element: HTMLElement): HTMLElement | null {
  const sibling = element.nextElementSibling ?? element.previousElementSibling;
  const button = sibling?.querySelector('button');
  if (button) return button;
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading) heading.tabIndex = -1;
  return heading ?? document.querySelector('main');
}
