import { expect } from 'chai';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { notShown } from '@sagopalgo/core/testing/shown-metrics.ts';
import { mailMeasures, pushMeasures, recorderMeasures, tillGauges } from './keeper-gauges.ts';
import { NO_PUSHES } from './send-pushes/push-to.ts';

describe('what the keeper shows of the till', () => {
  it('is how much of each kind is open, as it was counted last', async () => {
    const metrics = createMetrics('keeper-test');
    const show = tillGauges(metrics);
    const counts = {
      ...{ unknown: 3, longUnknown: 1, waitingDeposits: 2, refundsPending: 4 },
      ...{ refundsWithoutAccount: 5, refundsRefused: 6, webhooksOpen: 7, lackingMoney: 8 },
    };
    show(counts);
    show({ ...counts, unknown: 0 });
    const missing = await notShown(metrics, [
      'payments_open{waits="unknown",room="keeper-test"} 0',
      'payments_open{waits="long-unknown",room="keeper-test"} 1',
      'payments_open{waits="deposit",room="keeper-test"} 2',
      'payments_open{waits="lacking-money",room="keeper-test"} 8',
      'refunds_open{waits="pending",room="keeper-test"} 4',
      'refunds_open{waits="account",room="keeper-test"} 5',
      'refunds_open{waits="refused",room="keeper-test"} 6',
      'toss_webhooks_open{room="keeper-test"} 7',
    ]);
    expect(missing).to.deep.equal([]);
  });
});

describe('what the keeper shows of mails', () => {
  it('adds up what came of them, and says what waits and whether the server is away', async () => {
    const metrics = createMetrics('keeper-test');
    const show = mailMeasures(metrics);
    const ended = { sent: 2, refused: 1, 'given-up': 1, later: 0, away: 1 };
    show({ ended, isAway: true, waiting: 3 });
    show({ ended: { ...ended, refused: 0, 'given-up': 0, away: 0 }, isAway: false, waiting: 0 });
    const missing = await notShown(metrics, [
      'mails_total{outcome="sent",room="keeper-test"} 4',
      'mails_total{outcome="refused",room="keeper-test"} 1',
      'mails_total{outcome="given-up",room="keeper-test"} 1',
      'mails_total{outcome="away",room="keeper-test"} 1',
      'mails_waiting{room="keeper-test"} 0',
      'mail_server_away{room="keeper-test"} 0',
    ]);
    expect(missing).to.deep.equal([]);
  });
});

describe('what the keeper shows of pushes', () => {
  it('adds up what came of them, and shows from the first run on what never happened', async () => {
    const metrics = createMetrics('keeper-test');
    const show = pushMeasures(metrics);
    show({ ...NO_PUSHES, sent: 2, later: 1 });
    show({ ...NO_PUSHES, sent: 3, late: 1, gone: 1 });
    const missing = await notShown(metrics, [
      'pushes_total{outcome="sent",room="keeper-test"} 5',
      'pushes_total{outcome="later",room="keeper-test"} 1',
      'pushes_total{outcome="late",room="keeper-test"} 1',
      'pushes_total{outcome="gone",room="keeper-test"} 1',
      'pushes_total{outcome="unfit",room="keeper-test"} 0',
    ]);
    expect(missing).to.deep.equal([]);
  });
});

describe('what the keeper shows of the record', () => {
  it('is how long ago it was known to hold all that had been judged, whatever keeps it from more', async () => {
    const metrics = createMetrics('keeper-test');
    let nowMs = 1_000_000;
    const { recorded, bringUpToDate } = recorderMeasures(metrics, () => nowMs);
    const lagShown = async (): Promise<string | undefined> => {
      bringUpToDate();
      const shown = await metrics.registry.metrics();
      return /^recorder_lag_seconds\{[^}]*\} (.*)$/m.exec(shown)?.[1];
    };
    nowMs += 2_500;
    expect(await lagShown()).to.equal('2.5');
    recorded(3, nowMs);
    nowMs += 200;
    expect(await lagShown()).to.equal('0.2');
    recorded(4, nowMs);
    nowMs += 12_000;
    expect(await lagShown()).to.equal('12');
    nowMs -= 60_000;
    expect(await lagShown()).to.equal('0');
    const shown = await metrics.registry.metrics();
    expect(shown).to.contain('recorded_entries_total{room="keeper-test"} 7');
  });
});
