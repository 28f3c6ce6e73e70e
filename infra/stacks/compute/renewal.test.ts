import { expect } from 'chai';
import { z } from 'zod';
import { resourcesOf, theResource } from '../../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../../testing/synthesised.ts';
import type { Synthesised } from '../../testing/synthesised.ts';

const scheduleSchema = z.object({
  Name: z.string(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.literal('Asia/Seoul'),
  Target: z.object({
    Arn: z.literal('arn:aws:scheduler:::aws-sdk:ecs:updateService'),
    Input: z.unknown(),
    DeadLetterConfig: z.object({ Arn: z.unknown() }),
  }),
});

describe('the renewal of what has read a password', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const schedules = () =>
    resourcesOf(templates.compute, 'AWS::Scheduler::Schedule').map(({ properties }) =>
      scheduleSchema.parse(properties),
    );

  it('comes each week to every service that has one of MySQL, which is changed after 30 days', () => {
    const reading = resourcesOf(templates.compute, 'AWS::ECS::TaskDefinition')
      .filter(({ text }) => text.includes('MYSQL_PASSWORD'))
      .map(({ properties }) => String(properties['Family']).replace('sagopalgo-', ''));
    const renewed = schedules().map(({ Name }) => Name.replace('sagopalgo-renew-', ''));
    expect(renewed).to.have.members(reading).and.to.have.length.greaterThan(1);
    for (const { ScheduleExpression } of schedules()) {
      expect(ScheduleExpression).to.match(/^cron\(\d+ \d+ \? \* [A-Z]{3} \*\)$/);
    }
  });

  it('starts them anew as they are, and a person hears of it where it cannot', () => {
    for (const { Name, Target } of schedules()) {
      const input = JSON.stringify(Target.Input);
      expect(input, Name).to.match(/Cluster.*Service.*ForceNewDeployment\\*":true/);
      expect(input, Name).not.to.match(/TaskDefinition|DesiredCount/);
      expect(JSON.stringify(Target.DeadLetterConfig), Name).to.include('Failures');
    }
  });

  it('may do that to these services and nothing else', () => {
    const { properties } = theResource(
      ...([templates.compute, 'AWS::IAM::Policy', '"ecs:UpdateService"'] as const),
    );
    const { Statement } = z
      .object({ Statement: z.array(z.object({ Action: z.string(), Resource: z.unknown() })) })
      .parse(properties['PolicyDocument']);
    expect(Statement.map(({ Action }) => Action)).to.have.members([
      ...['ecs:UpdateService', 'sqs:SendMessage'],
    ]);
    const services = JSON.stringify(Statement[0]?.Resource);
    expect(services).to.include('apiTask').and.to.include('keeperTask');
    expect(services).not.to.match(/"\*"|sse/);
  });
});
