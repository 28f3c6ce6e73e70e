import { expect } from 'chai';
import { z } from 'zod';
import { LAMBDA_PLANS } from '../lambda-plans.ts';
import { resourcesOf } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';

const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().min(10),
  AlarmActions: z.array(z.unknown()).length(1),
  TreatMissingData: z.string(),
});

describe('the stack of alarms', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const alarms = () =>
    resourcesOf(templates.alarms, 'AWS::CloudWatch::Alarm').map(({ properties }) =>
      alarmSchema.parse(properties),
    );

  it('calls somebody for every function that fails, and for all that stores and parts may lack', () => {
    const names = alarms().map(({ AlarmName }) => AlarmName.replace('sagopalgo-', ''));
    expect(names).to.include.members(LAMBDA_PLANS.map(({ name }) => `${name}-fails`));
    expect(names).to.include.members([
      ...['failures-waiting', 'schedules-dropped', 'redis-memory', 'redis-cpu', 'mysql-cpu'],
      ...['mysql-storage', 'api-5xx', 'sse-5xx', 'api-unhealthy', 'sse-unhealthy', 'keeper-gone'],
      ...['sse-full'],
    ]);
  });

  it('takes silence for an alarm where nothing else would tell', () => {
    const silent = alarms().filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(silent.map(({ AlarmName }) => AlarmName).toSorted()).to.deep.equal([
      ...['sagopalgo-close-auctions-not-woken', 'sagopalgo-keeper-gone'],
      'sagopalgo-open-auctions-not-woken',
    ]);
  });

  it('speaks through a topic that is encrypted by a key which lets alarms speak', () => {
    const [topic] = resourcesOf(templates.alarms, 'AWS::SNS::Topic');
    expect(topic?.text).to.include('KmsMasterKeyId');
    const [key] = resourcesOf(templates.alarms, 'AWS::KMS::Key');
    expect(key?.text)
      .to.include('cloudwatch.amazonaws.com')
      .and.include('"EnableKeyRotation":true');
  });
});
