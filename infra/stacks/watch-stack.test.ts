import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { resourcesOf, theResource } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';
import { FILE_BYTES_MAX, ruleFiles } from './watch/alert-files.ts';
import { WatchStack } from './watch-stack.ts';

const RULES_DIR = new URL('../prometheus/rules/', import.meta.url);
const TOPICS = ['sagopalgo-alarms', 'sagopalgo-alerts', 'sagopalgo-alerts-slack'];
const rulesSchema = z.object({ Name: z.string(), Data: z.string() });
const subscriptionSchema = z.object({
  Protocol: z.string(),
  Endpoint: z.string(),
  TopicArn: z.object({ Ref: z.string() }),
});

describe('the stack of what watches', () => {
  let template: Template;
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
    template = templates.watch;
  });

  const topicName = (logicalId: string): unknown =>
    resourcesOf(template, 'AWS::SNS::Topic').find((topic) => topic.logicalId === logicalId)
      ?.properties['TopicName'];

  it('looks at every alert rule of infra/prometheus, to the letter', () => {
    const rules = resourcesOf(template, 'AWS::APS::RuleGroupsNamespace').map(({ properties }) =>
      rulesSchema.parse(properties),
    );
    const files = readdirSync(RULES_DIR).map((file) => file.replace('.rules.yml', ''));
    expect(rules.map(({ Name }) => Name)).to.have.members(files);
    for (const { Name, Data } of rules) {
      expect(Data).to.equal(readFileSync(new URL(`${Name}.rules.yml`, RULES_DIR), 'utf8'));
      expect(Buffer.byteLength(Data)).to.be.lessThan(FILE_BYTES_MAX);
    }
    expect(ruleFiles().flatMap(({ text }) => text.match(/- alert: /g) ?? [])).to.have.length.above(
      30,
    );
  });

  it('lets the alert manager speak by its own topics alone, and alarms by theirs', () => {
    const { text } = theResource(template, 'AWS::APS::Workspace', '"sagopalgo"');
    expect(text).to.include('alertmanager_config: |').and.include('Annotations.runbook');
    const speakers = resourcesOf(template, 'AWS::SNS::TopicPolicy').map(({ text: policy }) =>
      policy.includes('aps.amazonaws.com')
        ? policy.includes('"aws:SourceArn":{"Fn::GetAtt":["Workspace"')
        : policy.includes('cloudwatch.amazonaws.com'),
    );
    expect(speakers).to.deep.equal(TOPICS.map(() => true));
  });

  it('encrypts what is said by a key which lets those speak', () => {
    const topics = resourcesOf(template, 'AWS::SNS::Topic');
    expect(topics.map(({ properties }) => properties['TopicName'])).to.have.members(TOPICS);
    for (const { text } of topics) expect(text).to.include('KmsMasterKeyId');
    const [key] = resourcesOf(template, 'AWS::KMS::Key');
    expect(key?.text)
      .to.include('cloudwatch.amazonaws.com')
      .and.include('aps.amazonaws.com')
      .and.include('"EnableKeyRotation":true');
  });

  it('writes to the address of the settings whatever is said', () => {
    const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription').map(({ properties }) =>
      subscriptionSchema.parse(properties),
    );
    const told = subscriptions.map(({ TopicArn }) => topicName(TopicArn.Ref));
    expect(told).to.have.members(['sagopalgo-alarms', 'sagopalgo-alerts']);
    for (const { Protocol, Endpoint } of subscriptions) {
      expect(`${Protocol}:${Endpoint}`).to.equal('email:ops@sagopalgo.example');
    }
  });

  it('tells the Slack channel of the settings, from which nobody can do anything', () => {
    const { text, properties } = theResource(
      ...([template, 'AWS::Chatbot::SlackChannelConfiguration', 'C0123ABCD'] as const),
    );
    expect(text).to.include('"SlackWorkspaceId":"T0123ABCD"').and.include('policy/AWSDenyAll');
    const topics = z.array(z.object({ Ref: z.string() })).parse(properties['SnsTopicArns']);
    expect(topics.map(({ Ref }) => topicName(Ref))).to.have.members([
      ...['sagopalgo-alarms', 'sagopalgo-alerts-slack'],
    ]);
    expect(resourcesOf(template, 'AWS::IAM::Policy')).to.deep.equal([]);
  });

  it('has nothing of Slack where the settings name no channel', () => {
    const settings = { domain: 'sagopalgo.example', alarmsEmail: 'ops@sagopalgo.example' };
    const alone = Template.fromStack(new WatchStack(new App(), 'alone', { settings }));
    expect(resourcesOf(alone, 'AWS::Chatbot::SlackChannelConfiguration')).to.deep.equal([]);
    expect(resourcesOf(alone, 'AWS::SNS::Topic')).to.have.length(2);
    const { text } = theResource(alone, 'AWS::APS::Workspace', '"sagopalgo"');
    expect(text).not.to.include('client-markdown');
  });
});
