import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { STREAMS } from '../streams.ts';
import { WATCHERS } from './compute/watcher-metrics.ts';
import type { ComputeStack } from './compute-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { TimeStack } from './time-stack.ts';

const GIB = 1024 ** 3;
const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);
const FREE_STORAGE_MIN_GIB = 20;

type AlarmProps = StackProps & { data: DataStack; compute: ComputeStack; time: TimeStack };

/** What a person is called for. Each says what has gone wrong; what to do is in infra/runbooks. */
export class AlarmsStack extends Stack {
  /** Whoever is to hear of it subscribes here. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id, props);
    this.topic = this.addTopic();
    this.watchTime(props.time);
    this.watchStores(props.data);
    this.watchParts(props.compute);
  }

  // The key that AWS keeps for topics lets no alarm speak.
  private addTopic(): Topic {
    const key = new Key(this, 'Key', { enableKeyRotation: true });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    const topicName = 'sagopalgo-alarms';
    return new Topic(this, 'Topic', { topicName, masterKey: key, enforceSSL: true });
  }

  private watchTime({ failures, functions }: TimeStack): void {
    this.above('failures-waiting', 'something was given up: look into the queue', 0, {
      metric: failures.metricApproximateNumberOfMessagesVisible({
        ...{ period: MINUTE, statistic: 'Maximum' },
      }),
    });
    for (const [name, { lambda }] of functions) {
      // A single failing minute is made up for by the next.
      this.above(`${name}-fails`, `${name} has failed for minutes`, 2, {
        metric: lambda.metricErrors({ period: FIVE_MINUTES, statistic: 'Sum' }),
      });
    }
    for (const name of ['open-auctions', 'close-auctions']) {
      const lambda = functions.get(name)?.lambda;
      if (!lambda) throw new Error(`there is no ${name}`);
      // The sweep of each minute runs them as well: none for minutes means that no schedule fires.
      this.add(`${name}-not-woken`, `no schedule wakes ${name}`, {
        metric: lambda.metricInvocations({ period: FIVE_MINUTES, statistic: 'Sum' }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      });
    }
    this.above('schedules-dropped', 'EventBridge Scheduler has given up a moment', 0, {
      metric: new Metric({
        ...{ namespace: 'AWS/Scheduler', metricName: 'InvocationDroppedCount' },
        ...{ period: FIVE_MINUTES, statistic: 'Sum' },
      }),
    });
  }

  private watchStores({ judge, record }: DataStack): void {
    const ofJudge = (metricName: string, statistic = 'Maximum') =>
      new Metric({
        ...{ namespace: 'AWS/MemoryDB', metricName, statistic, period: MINUTE },
        dimensionsMap: { ClusterName: judge.cluster.clusterName },
      });
    this.above('redis-memory', 'the judge nearly has no memory left, and evicts nothing', 75, {
      metric: ofJudge('DatabaseMemoryUsagePercentage'),
    });
    this.above('redis-cpu', 'the judge has hardly any processor left', 80, {
      metric: ofJudge('EngineCPUUtilization'),
      evaluationPeriods: 3,
    });
    const { instance } = record;
    this.above('mysql-cpu', 'the record has hardly any processor left', 80, {
      metric: instance.metricCPUUtilization({ period: MINUTE }),
      evaluationPeriods: 10,
    });
    this.add('mysql-storage', 'the record nearly has no disk left', {
      metric: instance.metricFreeStorageSpace({ period: FIVE_MINUTES, statistic: 'Minimum' }),
      threshold: FREE_STORAGE_MIN_GIB * GIB,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    });
  }

  private watchParts({ services, targets, cluster }: ComputeStack): void {
    for (const [name, group] of Object.entries(targets)) {
      this.above(`${name}-5xx`, `${name} answers with what nobody foresaw`, 10, {
        metric: group.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, {
          ...{ period: FIVE_MINUTES, statistic: 'Sum' },
        }),
      });
      this.above(`${name}-unhealthy`, `a task of ${name} does not answer`, 0, {
        metric: group.metrics.unhealthyHostCount({ period: MINUTE, statistic: 'Maximum' }),
        evaluationPeriods: 5,
      });
    }
    const { serviceName } = services.keeper;
    this.add('keeper-gone', 'no keeper runs: the record falls behind', {
      metric: new Metric({
        ...{ namespace: 'ECS/ContainerInsights', metricName: 'RunningTaskCount' },
        dimensionsMap: { ClusterName: cluster.clusterName, ServiceName: serviceName },
        ...{ period: MINUTE, statistic: 'Minimum' },
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      evaluationPeriods: 3,
    });
    this.above('sse-full', 'an sse-server has hardly a place left', STREAMS.watchersMax * 0.85, {
      metric: new Metric({ ...WATCHERS, period: MINUTE, statistic: 'Maximum' }),
    });
  }

  private above(
    name: string,
    says: string,
    threshold: number,
    given: { metric: IMetric; evaluationPeriods?: number },
  ): void {
    const comparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD;
    this.add(name, says, { threshold, comparisonOperator, ...given });
  }

  private add(
    name: string,
    says: string,
    given: {
      metric: IMetric;
      threshold: number;
      comparisonOperator: ComparisonOperator;
      evaluationPeriods?: number;
      treatMissingData?: TreatMissingData;
    },
  ): void {
    const alarm = new Alarm(this, name, {
      alarmName: `sagopalgo-${name}`,
      alarmDescription: says,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...given,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}
