import { quantiles } from './dashboard.ts';
import type { Dashboard } from './dashboard.ts';

/** The day's auction: what somebody looks at from nine to six. */
export const AUCTION_DAY: Dashboard = {
  uid: 'auction-day',
  title: "Sagopalgo · the day's auction",
  rows: {
    'Where the day stands': [
      {
        title: 'Auctions',
        says: 'By state; those that are over, of the last day.',
        unit: 'short',
        isNumber: true,
        lines: { '{{state}}': 'max by (state) (auctions)' },
      },
      {
        title: 'Not opened or settled in time',
        says: 'A minute after their time. Bids are judged by time all the same.',
        unit: 'short',
        isNumber: true,
        lines: { '{{step}}': 'max by (step) (auctions_overdue)' },
      },
      {
        title: 'Waiting for a person',
        says: 'Interrupted, not recorded any more, or with a record that differs.',
        unit: 'short',
        isNumber: true,
        lines: {
          interrupted: 'max(auctions_interrupted)',
          'not recorded': 'max(recordings_stopped)',
          differing: 'max(auctions_differing)',
        },
      },
    ],
    'A bid, from the judge to the watchers': [
      {
        title: 'Bids accepted',
        says: 'By what they came to.',
        unit: 'reqps',
        lines: { '{{outcome}}': 'sum by (outcome) (rate(bids_total{code="ACCEPTED"}[1m]))' },
      },
      {
        title: 'Bids refused',
        says: 'By code.',
        unit: 'reqps',
        lines: { '{{code}}': 'sum by (code) (rate(bids_total{outcome="refused"}[1m]))' },
      },
      {
        title: 'The judge',
        says: 'From asking Redis until it has answered, its fsync in it.',
        unit: 's',
        lines: quantiles('bid_judge_seconds'),
      },
      {
        title: 'Heard by the windows',
        says: "From the acceptance by Redis's clock; clocks that differ show here.",
        unit: 's',
        lines: quantiles('sse_heard_after_seconds'),
      },
      {
        title: 'A pass over the watchers',
        says: 'How long the bids of one window take to be written to all.',
        unit: 's',
        lines: quantiles('sse_fan_out_seconds'),
      },
      {
        title: 'Behind the judge',
        says: 'What the record may lack; bids that were answered and are not known to be in it.',
        unit: 'short',
        lines: {
          'seconds the record may lack': 'min(recorder_lag_seconds)',
          'bids not known to be in it': 'sum(bids_unconfirmed)',
        },
      },
    ],
    'Who watches': [
      {
        title: 'Watchers',
        says: 'Connections, and those who have not taken what they were sent.',
        unit: 'short',
        lines: { watchers: 'sum(sse_connections)', behind: 'sum(sse_behind)' },
      },
      {
        title: 'Events to watchers',
        says: 'Written, and left out as a later one stood for them.',
        unit: 'reqps',
        lines: {
          written: 'sum(rate(sse_deliveries_total[1m]))',
          'left out': 'sum(rate(sse_conflated_total[1m]))',
        },
      },
      {
        title: 'Stale',
        says: 'Watched auctions of which a window cannot say how they stand.',
        unit: 'short',
        lines: { '{{instance}}': 'sse_auctions_away' },
      },
    ],
    'The till': [
      {
        title: 'Orders',
        says: 'By state; those at their end, of the last day.',
        unit: 'short',
        lines: { '{{state}}': 'max by (state) (orders)' },
      },
      {
        title: 'Payments that are open',
        says: 'Long unknown: nobody has known for half an hour whether money moved.',
        unit: 'short',
        lines: { '{{waits}}': 'max by (waits) (payments_open)' },
      },
      {
        title: 'Refunds that are open',
        says: 'Refused ones wait for a person.',
        unit: 'short',
        lines: { '{{waits}}': 'max by (waits) (refunds_open)' },
      },
    ],
  },
};
