import { useEffect, useState } from 'react';
import type { TossWidget, WidgetKeys } from './toss-widget.ts';
import { loadTossWidget } from './toss-widget.ts';

/** A script that neither comes nor fails, or a widget that never gets ready, is given up after this. */
const READY_WITHIN_MS = 20_000;

/** The widget on the page: still coming, ready to choose in, or given up. */
export interface ShownWidget {
  state: 'coming' | 'ready' | 'failed';
  /** Null until it is ready. */
  widget: TossWidget | null;
  /** The ids of its places on the page: new ones for each attempt. */
  places: { methods: string; agreement: string };
  again: () => void;
}

/** Loads the widget and draws it into its two places, which must be on the page. */
export function useWidget(keys: WidgetKeys, amountKrw: number): ShownWidget {
  const { clientKey, customerKey, widgetSrc } = keys;
  const [attempt, setAttempt] = useState(0);
  const methods = `pay-methods-${attempt}`;
  const agreement = `pay-agreement-${attempt}`;
  const [shown, setShown] = useState<Pick<ShownWidget, 'state' | 'widget'>>(COMING);
  useEffect(() => {
    let isWanted = true;
    const tell = (now: Pick<ShownWidget, 'state' | 'widget'>) => {
      if (isWanted) setShown(now);
    };
    const timer = setTimeout(() => tell(FAILED), READY_WITHIN_MS);
    const draw = (widget: TossWidget) => {
      if (!isWanted) return;
      const onReady = () => {
        clearTimeout(timer);
        tell({ state: 'ready', widget });
      };
      const places = { methodsSelector: `#${methods}`, agreementSelector: `#${agreement}` };
      widget.render({ ...places, amountKrw, onReady });
    };
    loadTossWidget({ clientKey, customerKey, widgetSrc })
      .then(draw)
      .catch(() => tell(FAILED));
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [clientKey, customerKey, widgetSrc, amountKrw, methods, agreement]);
  const again = () => {
    setShown(COMING);
    setAttempt(attempt + 1);
  };
  return { ...shown, places: { methods, agreement }, again };
}

const COMING = { state: 'coming', widget: null } as const;
const FAILED = { state: 'failed', widget: null } as const;
