import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { CfnRuleGroupsNamespace, CfnWorkspace } from 'aws-cdk-lib/aws-aps';
import { LoggingLevel, SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { LandSettings } from '../settings.ts';
import { alertManagerDefinition, ruleFiles } from './watch/alert-files.ts';

const ALARMS_SPEAK = 'cloudwatch.amazonaws.com';
const ALERTS_SPEAK = 'aps.amazonaws.com';

/** Where metrics go to and alert rules are looked at. */
export interface Workspace {
  arn: string;
  /** Ends with a slash; below it is the API of a Prometheus. */
  url: string;
}

/**
 * What watches the house and tells of it: a managed Prometheus with the rules of infra/prometheus, and whoever is to
 * hear.
 */
export class WatchStack extends Stack {
  readonly workspace: Workspace;
  /** What CloudWatch's alarms say. */
  readonly alarms: Topic;
  private readonly key: Key;

  constructor(scope: Construct, id: string, props: StackProps & { settings: LandSettings }) {
    super(scope, id, props);
    const { alarmsEmail, slackChannel } = props.settings;
    this.key = this.addKey();
    this.alarms = this.addTopic('alarms');
    const words = this.addTopic('alerts');
    const slack = slackChannel === undefined ? null : this.addTopic('alerts-slack');
    const alerts = slack ? [words, slack] : [words];
    const workspace = new CfnWorkspace(this, 'Workspace', {
      alias: 'sagopalgo',
      alertManagerDefinition: alertManagerDefinition({
        words: words.topicArn,
        ...(slack && { slack: slack.topicArn }),
      }),
    });
    this.workspace = { arn: workspace.attrArn, url: workspace.attrPrometheusEndpoint };
    new CfnOutput(this, 'PrometheusUrl', { value: workspace.attrPrometheusEndpoint });
    this.addRules();
    this.letSpeak(this.alarms, ALARMS_SPEAK);
    for (const topic of alerts) this.letSpeak(topic, ALERTS_SPEAK, workspace.attrArn);
    if (alarmsEmail !== undefined) {
      for (const topic of [this.alarms, words]) {
        topic.addSubscription(new EmailSubscription(alarmsEmail));
      }
    }
    if (slack) this.tellSlack(props.settings, [this.alarms, slack]);
  }

  private addRules(): void {
    for (const { name, text } of ruleFiles()) {
      new CfnRuleGroupsNamespace(this, `${name}Rules`, {
        ...{ workspace: this.workspace.arn, name, data: text },
      });
    }
  }

  // The key that AWS keeps for topics lets nobody speak but people.
  private addKey(): Key {
    const key = new Key(this, 'Key', { enableKeyRotation: true });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [ALARMS_SPEAK, ALERTS_SPEAK].map((name) => new ServicePrincipal(name)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return key;
  }

  private addTopic(name: string): Topic {
    const topicName = `sagopalgo-${name}`;
    return new Topic(this, name, { topicName, masterKey: this.key, enforceSSL: true });
  }

  // A topic with a policy of its own takes words from nobody whom that does not name.
  private letSpeak(topic: Topic, service: string, sourceArn?: string): void {
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['sns:Publish', 'sns:GetTopicAttributes'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': this.account },
          ...(sourceArn !== undefined && { ArnEquals: { 'aws:SourceArn': sourceArn } }),
        },
      }),
    );
  }

  // It says what it is told, and whoever asks it to do something is told that nobody may.
  private tellSlack({ slackWorkspace, slackChannel }: LandSettings, topics: Topic[]): void {
    if (slackWorkspace === undefined || slackChannel === undefined) return;
    new SlackChannelConfiguration(this, 'Slack', {
      slackChannelConfigurationName: 'sagopalgo-alarms',
      slackWorkspaceId: slackWorkspace,
      slackChannelId: slackChannel,
      notificationTopics: topics,
      role: new Role(this, 'SlackRole', {
        assumedBy: new ServicePrincipal('chatbot.amazonaws.com'),
      }),
      guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AWSDenyAll')],
      // What it could not show is in its log.
      loggingLevel: LoggingLevel.ERROR,
    });
  }
}
