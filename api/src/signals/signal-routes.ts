import { listSignals } from '@sagopalgo/core/contracts/signals.ts';
import type { Deps } from '../deps.ts';
import { operatorOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { createSlots } from '../http/slots.ts';
import { findSignals } from './find-signals.ts';

/** One look at a time: operators may wait, bidders may not. */
const AT_ONCE = 1;
const WAITING_MAX = 4;

/** What may be a sign that somebody drives prices up, for operators. */
export function signalRoutes(serve: Serve, deps: Pick<Deps, 'db' | 'log' | 'now'>): void {
  const slots = createSlots(AT_ONCE, WAITING_MAX);

  serve(listSignals, async (call) => {
    const { userId: operatorId } = operatorOf(call);
    const { kind } = call.query;
    const signals = await slots.run(() => findSignals(deps, kind));
    // They say of people what may well be wrong: who read them is written down.
    deps.log.info('signals.listed', { operatorId, kind, count: signals.items.length });
    return signals;
  });
}
