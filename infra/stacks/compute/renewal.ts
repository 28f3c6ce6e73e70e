import { Stack } from 'aws-cdk-lib';
import type { Cluster, FargateService } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { TIME_ZONE } from '../../lambda-plans.ts';

/** Between two clearings of the night, when the fewest people are there; four times for each change of a password. */
const WEEKLY = 'cron(40 4 ? * TUE *)';
const RETRIES = { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 10 };

/**
 * Has services start anew each week, task by task as in a deploy, so that none goes on by a password that it read long
 * ago. Two users of MySQL take turns every 30 days: what a task has read may be changed 30 days after its start, and
 * services run for longer than that where nobody deploys.
 */
export class Renewal extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: {
      cluster: Cluster;
      /** By their names. */
      services: Readonly<Record<string, FargateService>>;
      failures: IQueue;
    },
  ) {
    super(scope, id);
    const { cluster, services, failures } = props;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const allow = (action: string, resources: string[]): void => {
      role.addToPolicy(new PolicyStatement({ actions: [action], resources }));
    };
    allow(
      'ecs:UpdateService',
      Object.values(services).map(({ serviceArn }) => serviceArn),
    );
    allow('sqs:SendMessage', [failures.queueArn]);
    for (const [name, { serviceName }] of Object.entries(services)) {
      const input = {
        Cluster: cluster.clusterName,
        Service: serviceName,
        ForceNewDeployment: true,
      };
      new CfnSchedule(this, name, {
        name: `sagopalgo-renew-${name}`,
        scheduleExpression: WEEKLY,
        scheduleExpressionTimezone: TIME_ZONE,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: 'arn:aws:scheduler:::aws-sdk:ecs:updateService',
          roleArn: role.roleArn,
          input: Stack.of(this).toJsonString(input),
          deadLetterConfig: { arn: failures.queueArn },
          retryPolicy: RETRIES,
        },
      });
    }
  }
}
