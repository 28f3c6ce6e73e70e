import { expect } from 'chai';
import { z } from 'zod';
import { resourcesOf } from './testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from './testing/synthesised.ts';
import type { Synthesised } from './testing/synthesised.ts';

const EACH_MINUTE = 'cron(* * * * ? *)';
const AT_4 = 'cron(0 4 * * ? *)';
const TUESDAYS_AT_4_40 = 'cron(40 4 ? * TUE *)';

/** What wakes what, by the hours of Seoul, in the words that AWS is told. */
const SCHEDULES: Record<string, string> = {
  'open-auctions-opening': 'cron(0 9 * * ? *)',
  'open-auctions-sweep': EACH_MINUTE,
  'close-auctions-closing': 'cron(0 18 * * ? *)',
  'close-auctions-sweep': EACH_MINUTE,
  'record-bids-sweep': EACH_MINUTE,
  'reconcile-reconciling': 'cron(0 19 * * ? *)',
  'reconcile-payments-sweep': EACH_MINUTE,
  'pay-out-sellers-sweep': EACH_MINUTE,
  'expire-orders-sweep': EACH_MINUTE,
  'advance-orders-sweep': EACH_MINUTE,
  'index-auctions-sweep': EACH_MINUTE,
  'send-mails-sweep': EACH_MINUTE,
  'send-pushes-sweep': EACH_MINUTE,
  'write-notices-sweep': EACH_MINUTE,
  'hand-out-notices-sweep': EACH_MINUTE,
  'tell-ending-sweep': EACH_MINUTE,
  'write-views-sweep': EACH_MINUTE,
  'retry-thumbnails-sweep': EACH_MINUTE,
  'clear-sessions-clearing': AT_4,
  'clear-webhooks-clearing': AT_4,
  'clear-mails-clearing': AT_4,
  'clear-notices-clearing': AT_4,
  'purge-images-clearing': AT_4,
  'renew-api': TUESDAYS_AT_4_40,
  'renew-keeper': TUESDAYS_AT_4_40,
};

/** So many tasks at least from then on, by the hours of Seoul. */
const SCALINGS = {
  api: {
    'cron(45 8 * * ? *)': 6,
    'cron(30 9 * * ? *)': 2,
    'cron(30 17 * * ? *)': 6,
    'cron(45 18 * * ? *)': 2,
  },
  sse: {
    'cron(45 8 * * ? *)': 4,
    'cron(30 9 * * ? *)': 2,
    'cron(30 17 * * ? *)': 4,
    'cron(45 18 * * ? *)': 2,
  },
};

const scheduleSchema = z.object({
  Name: z.string(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string(),
  FlexibleTimeWindow: z.object({ Mode: z.string() }),
  State: z.string().default('ENABLED'),
});
const scalingSchema = z.object({
  ScheduledActions: z.array(
    z.object({
      Schedule: z.string(),
      Timezone: z.literal('Asia/Seoul'),
      ScalableTargetAction: z.object({ MinCapacity: z.number() }),
    }),
  ),
});

describe('the hours of the land', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const all = (type: string) =>
    Object.values(templates).flatMap((template) => resourcesOf(template, type));
  const schedules = () =>
    all('AWS::Scheduler::Schedule').map(({ properties }) => scheduleSchema.parse(properties));

  it('are these, each schedule by its name and no other', () => {
    const told = schedules().map(({ Name, ScheduleExpression }) => [
      ...[Name.replace('sagopalgo-', ''), ScheduleExpression],
    ]);
    expect(Object.fromEntries(told)).to.deep.equal(SCHEDULES);
    expect(told).to.have.length(Object.keys(SCHEDULES).length);
  });

  it('are those of Seoul, to the minute, and nothing is switched off', () => {
    for (const { Name, ...schedule } of schedules()) {
      expect(schedule.ScheduleExpressionTimezone, Name).to.equal('Asia/Seoul');
      expect(schedule.FlexibleTimeWindow, Name).to.deep.equal({ Mode: 'OFF' });
      expect(schedule.State, Name).to.equal('ENABLED');
    }
  });

  it('bring more tasks before the rush, by the hours of Seoul too', () => {
    const told = all('AWS::ApplicationAutoScaling::ScalableTarget').map(
      ({ logicalId, properties }) => {
        const { ScheduledActions } = scalingSchema.parse(properties);
        expect(ScheduledActions, logicalId).to.have.length(4);
        const actions = ScheduledActions.map(({ Schedule, ScalableTargetAction }) => [
          ...[Schedule, ScalableTargetAction.MinCapacity],
        ]);
        const name = logicalId.startsWith('api') ? 'api' : 'sse';
        return [name, Object.fromEntries(actions) as Record<string, number>];
      },
    );
    expect(told).to.have.length(2);
    expect(Object.fromEntries(told)).to.deep.equal(SCALINGS);
  });

  it('are told by nothing else: no rule of EventBridge has a clock, which would be that of UTC', () => {
    const rules = all('AWS::Events::Rule');
    expect(rules).to.have.length.above(1);
    for (const { logicalId, properties } of rules) {
      expect(properties, logicalId).not.to.have.property('ScheduleExpression');
    }
  });
});
