import { useEffect, useRef } from 'react';

const FLASH_MS = 600;

/** A ref whose element is lit up once for 600 ms whenever `value` changes; never with reduced motion. */
export function useFlash<Element extends HTMLElement>(value: number) {
  const ref = useRef<Element>(null);
  const shown = useRef(value);
  useEffect(() => {
    if (shown.current === value) return;
    shown.current = value;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const style = getComputedStyle(document.documentElement);
    ref.current?.animate(
      [
        {
          color: style.getPropertyValue('--seal'),
          backgroundColor: style.getPropertyValue('--seal-wash'),
        },
        {},
      ],
      { duration: FLASH_MS, easing: 'ease-out' },
    );
  }, [value]);
  return ref;
}
