import { expect } from 'chai';
import { z } from 'zod';
import { LAMBDA_PLANS } from '../lambda-plans.ts';
import { resourcesOf, theResource } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';

const scheduleSchema = z.object({
  Name: z.string(),
  Target: z.object({
    DeadLetterConfig: z.object({ Arn: z.unknown() }),
    RetryPolicy: z.object({ MaximumRetryAttempts: z.number() }),
  }),
});
const functionSchema = z.object({
  FunctionName: z.string(),
  Runtime: z.string(),
  MemorySize: z.number(),
  DeadLetterConfig: z.object({ TargetArn: z.unknown() }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});
const ruleSchema = z.object({
  EventPattern: z.object({
    'detail-type': z.array(z.string()),
    detail: z.looseObject({ clusterArn: z.unknown() }),
  }),
  Targets: z.tuple([z.object({ Id: z.literal('failures') })]),
});

describe('the stack of time', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const schedules = () =>
    resourcesOf(templates.time, 'AWS::Scheduler::Schedule').map(({ properties }) =>
      scheduleSchema.parse(properties),
    );

  it('tries again what could not be handed over, and keeps what was given up', () => {
    expect(schedules()).to.have.length(LAMBDA_PLANS.flatMap(({ rhythms }) => rhythms).length);
    for (const { Name, Target } of schedules()) {
      const isSweep = Name.endsWith('-sweep');
      expect(Target.RetryPolicy.MaximumRetryAttempts, Name).to.be.at.least(isSweep ? 2 : 20);
      expect(JSON.stringify(Target.DeadLetterConfig), Name).to.include('Failures');
    }
    for (const { properties } of resourcesOf(templates.time, 'AWS::Lambda::Function')) {
      const { FunctionName, DeadLetterConfig } = functionSchema.parse(properties);
      expect(JSON.stringify(DeadLetterConfig), FunctionName).to.include('Failures');
    }
    const invoked = resourcesOf(templates.time, 'AWS::Lambda::EventInvokeConfig');
    expect(invoked).to.have.length(LAMBDA_PLANS.length);
    for (const { properties } of invoked)
      expect(properties).to.include({ MaximumRetryAttempts: 2 });
    const uploads = theResource(templates.time, 'AWS::Events::Rule', 'sagopalgo-uploads');
    expect(uploads.text).to.include('DeadLetterConfig').and.include('"MaximumRetryAttempts":10');
    const { properties } = theResource(templates.time, 'AWS::SQS::Queue', 'sagopalgo-failures');
    expect(properties).to.include({ SqsManagedSseEnabled: true });
  });

  it('keeps word of every service of the cluster that ECS has put back', () => {
    const { text, logicalId } = theResource(
      ...([templates.time, 'AWS::Events::Rule', 'sagopalgo-deployments-failed'] as const),
    );
    expect(text).to.include('"eventName":["SERVICE_DEPLOYMENT_FAILED"]').and.include('aws.ecs');
    expect(text).to.match(/"prefix":\{.*:service\/sagopalgo\/"/);
    expect(text).to.match(
      /"Targets":\[\{"Arn":\{"Fn::GetAtt":\["Failures[^}]*\},"Id":"failures"\}\]/,
    );
    const cluster = theResource(templates.compute, 'AWS::ECS::Cluster', '"sagopalgo"');
    expect(cluster.properties['ClusterName']).to.equal('sagopalgo');
    const [policy] = resourcesOf(templates.time, 'AWS::SQS::QueuePolicy');
    expect(policy?.text).to.include(`"aws:SourceArn":{"Fn::GetAtt":["${logicalId}","Arn"]}`);
  });

  it('keeps word of what carried the lines of a task that is to go on, and ended', () => {
    const { properties, logicalId } = theResource(
      ...([templates.time, 'AWS::Events::Rule', 'sagopalgo-log-carriers-ended'] as const),
    );
    const { EventPattern } = ruleSchema.parse(properties);
    expect(EventPattern['detail-type']).to.deep.equal(['ECS Task State Change']);
    const { clusterArn, ...detail } = EventPattern.detail;
    expect(JSON.stringify(clusterArn)).to.include(':cluster/sagopalgo"');
    expect(detail).to.deep.equal({
      desiredStatus: ['RUNNING'],
      containers: { name: ['log-carrier'], lastStatus: ['STOPPED'] },
    });
    const carried = resourcesOf(templates.compute, 'AWS::ECS::TaskDefinition');
    for (const { text, logicalId: task } of carried) {
      expect(text, task).to.include('"Name":"log-carrier"');
    }
    const [policy] = resourcesOf(templates.time, 'AWS::SQS::QueuePolicy');
    expect(policy?.text).to.include(`"aws:SourceArn":{"Fn::GetAtt":["${logicalId}","Arn"]}`);
  });

  it('has every function on the Node that the bundles are tested on, and no secret in plain view', () => {
    const functions = resourcesOf(templates.time, 'AWS::Lambda::Function');
    expect(functions).to.have.length(LAMBDA_PLANS.length);
    for (const { properties } of functions) {
      const { Runtime, FunctionName, Environment } = functionSchema.parse(properties);
      expect(Runtime).to.equal('nodejs24.x');
      const names = Object.keys(Environment.Variables);
      expect(names.filter((name) => /PASSWORD|SECRET_KEY|_KEY$|TOKEN/.test(name))).to.deep.equal(
        [],
      );
      expect(JSON.stringify(Environment.Variables), FunctionName).not.to.match(/:[^{}/@"]+@/);
    }
  });

  it('ends a function whose heap grows too large before Lambda does, with a stack in its log', () => {
    const heaps = resourcesOf(templates.time, 'AWS::Lambda::Function').map(({ properties }) => {
      const { FunctionName, MemorySize, Environment } = functionSchema.parse(properties);
      const options = String(Environment.Variables['NODE_OPTIONS']);
      const heap = /^--enable-source-maps --max-old-space-size=(\d+)$/.exec(options)?.[1];
      expect(Number(heap), FunctionName).to.be.within(256, MemorySize * 0.7);
      return [FunctionName.replace('sagopalgo-', ''), `${heap} of ${MemorySize}`] as const;
    });
    const ofPictures = ['make-thumbnails', 'retry-thumbnails'];
    for (const [name, heap] of heaps) {
      expect(heap, name).to.equal(ofPictures.includes(name) ? '512 of 2048' : '341 of 512');
    }
  });

  it('gives a function that works on pictures neither the judge nor what signs and pays', () => {
    for (const name of ['make-thumbnails', 'retry-thumbnails', 'purge-images']) {
      const { text } = theResource(
        ...([templates.time, 'AWS::Lambda::Function', `"sagopalgo-${name}"`] as const),
      );
      expect(text, name).to.include('MYSQL_PASSWORD').and.include('S3_BUCKET');
      expect(text, name).not.to.match(/REDIS|SIGNING|TOSS|SMTP/);
    }
  });

  it('has every function send its spans to the collector that is named for them', () => {
    for (const { properties } of resourcesOf(templates.time, 'AWS::Lambda::Function')) {
      const { FunctionName, Environment } = functionSchema.parse(properties);
      const named = Environment.Variables['OTEL_EXPORTER_OTLP_ENDPOINT'];
      expect(named, FunctionName).to.equal('http://collector.example:4318');
    }
  });

  it('trusts each function with the secrets of its own work', () => {
    const secrets = [
      ...['SIGNING_KEY', 'TOSS_SECRET_KEY', 'SMTP_PASSWORD', 'ELASTICSEARCH_PASSWORD'],
      'VAPID_PRIVATE_KEY',
    ];
    const trusted = secrets.map((secret) =>
      resourcesOf(templates.time, 'AWS::Lambda::Function')
        .filter(({ text }) => text.includes(secret))
        .map(({ properties }) => functionSchema.parse(properties).FunctionName)
        .toSorted(),
    );
    expect(trusted).to.deep.equal([
      ['sagopalgo-close-auctions'],
      ['sagopalgo-pay-out-sellers', 'sagopalgo-reconcile-payments'],
      ['sagopalgo-send-mails'],
      ['sagopalgo-index-auctions'],
      ['sagopalgo-send-pushes'],
    ]);
  });

  it('lets each schedule wake its own function and nobody else', () => {
    const policies = resourcesOf(templates.time, 'AWS::IAM::Policy').filter(({ text }) =>
      text.includes('lambda:InvokeFunction'),
    );
    const woken = LAMBDA_PLANS.filter(({ rhythms }) => rhythms.length > 0);
    expect(policies).to.have.length(woken.length);
    const functions = policies.map(({ text }) => text.match(/(\w+Function)\w+","Arn"/g) ?? []);
    for (const names of functions) expect(names).to.have.length(1);
    expect(new Set(functions.flat()).size).to.equal(woken.length);
  });
});
