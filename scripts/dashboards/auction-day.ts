import { counts, countsNow, maxBy, perSecond, quantiles, rateBy, seconds } from './dashboard.ts';
import type { Dashboard } from './dashboard.ts';

/** The day's auction: what somebody looks at from nine to six. */
export const AUCTION_DAY: Dashboard = {
  uid: 'auction-day',
  title: "Sagopalgo · the day's auction",
  rows: {
    'Where the day stands': [
      countsNow(
        'Auctions',
        'By state; those that are over, of the last day.',
        maxBy('state', 'auctions'),
      ),
      countsNow(
        'Not opened or settled in time',
        'A minute after their time. Bids are judged by time all the same.',
        maxBy('step', 'auctions_overdue'),
      ),
      countsNow(
        'Waiting for a person',
        'Interrupted, not recorded any more, or with a record that differs.',
        {
          interrupted: 'max(auctions_interrupted)',
          'not recorded': 'max(recordings_stopped)',
          differing: 'max(auctions_differing)',
        },
      ),
    ],
    'A bid, from the judge to the watchers': [
      perSecond(
        'Bids accepted',
        'By what they came to.',
        rateBy('outcome', 'bids_total{code="ACCEPTED"}'),
      ),
      perSecond('Bids refused', 'By code.', rateBy('code', 'bids_total{outcome="refused"}')),
      seconds(
        'The judge',
        'From asking Redis until it has answered, its fsync in it.',
        quantiles('bid_judge_seconds'),
      ),
      seconds(
        'Heard by the windows',
        "From the acceptance by Redis's clock; clocks that differ show here.",
        quantiles('sse_heard_after_seconds'),
      ),
      seconds(
        'A pass over the watchers',
        'How long the bids of one window take to be written to all.',
        quantiles('sse_fan_out_seconds'),
      ),
      counts(
        'Behind the judge',
        'What the record may lack; bids that were answered and are not known to be in it.',
        {
          'seconds the record may lack': 'min(recorder_lag_seconds)',
          'bids not known to be in it': 'sum(bids_unconfirmed)',
        },
      ),
    ],
    'Who watches': [
      counts('Watchers', 'Connections, and those who have not taken what they were sent.', {
        watchers: 'sum(sse_connections)',
        behind: 'sum(sse_behind)',
      }),
      perSecond('Events to watchers', 'Written, and left out as a later one stood for them.', {
        written: 'sum(rate(sse_deliveries_total[1m]))',
        'left out': 'sum(rate(sse_conflated_total[1m]))',
      }),
      counts('Stale', 'Watched auctions of which a window cannot say how they stand.', {
        '{{instance}}': 'sse_auctions_away',
      }),
    ],
    'The till': [
      counts('Orders', 'By state; those at their end, of the last day.', maxBy('state', 'orders')),
      counts(
        'Payments that are open',
        'Long unknown: nobody has known for half an hour whether money moved.',
        maxBy('waits', 'payments_open'),
      ),
      counts(
        'Refunds that are open',
        'Refused ones wait for a person.',
        maxBy('waits', 'refunds_open'),
      ),
    ],
  },
};
