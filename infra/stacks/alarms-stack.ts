import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { WATCHERS } from '../collector-config.ts';
import { STREAMS } from '../streams.ts';
import type { ComputeStack } from './compute-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { TimeStack } from './time-stack.ts';

const GIB = 1024 ** 3;
const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);
const HOUR = Duration.hours(1);
const FREE_STORAGE_MIN_GIB = 20;

const BUSY_PERCENT = 90;

/**
 * The page of infra/runbooks for each function that fails; for the others what is in the queue says more than any page.
 */
const RUNBOOK_OF: Readonly<Record<string, string>> = {
  'open-auctions': 'day-not-opened',
  'close-auctions': 'day-not-closed',
  'record-bids': 'recorder-lagging',
  'reconcile-payments': 'payment-stuck',
  'index-auctions': 'search-lagging',
  'send-mails': 'mails-not-sent',
  'send-pushes': 'pushes-not-sent',
};
const FAILURES_RUNBOOK = 'failures-waiting';

type AlarmProps = StackProps & {
  data: DataStack;
  compute: ComputeStack;
  time: TimeStack;
  /** Where they are heard. */
  topic: ITopic;
};

/**
 * What a person is called for by what AWS measures; each names its runbook. What the rooms measure is in the watch
 * stack.
 */
export class AlarmsStack extends Stack {
  private readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id, props);
    this.topic = props.topic;
    this.watchTime(props.time);
    this.watchStores(props.data);
    this.watchTargets(props.compute);
    this.watchServices(props.compute);
    this.watchTheWatch();
    this.watchMails();
  }

  private watchTime({ failures, functions }: TimeStack): void {
    this.above('failures-waiting', 'something was given up and waits in the queue', 0, {
      runbook: FAILURES_RUNBOOK,
      metric: failures.metricApproximateNumberOfMessagesVisible({
        ...{ period: MINUTE, statistic: 'Maximum' },
      }),
    });
    for (const [name, { lambda }] of functions) {
      // A single failing minute is made up for by the next.
      this.above(`${name}-fails`, `${name} has failed for minutes`, 2, {
        runbook: RUNBOOK_OF[name] ?? FAILURES_RUNBOOK,
        metric: lambda.metricErrors({ period: FIVE_MINUTES, statistic: 'Sum' }),
      });
    }
    for (const [name, runbook] of [
      ['open-auctions', 'day-not-opened'],
      ['close-auctions', 'day-not-closed'],
    ] as const) {
      const lambda = functions.get(name)?.lambda;
      if (!lambda) throw new Error(`there is no ${name}`);
      // The sweep of each minute runs them as well: none for minutes means that no schedule fires.
      this.add(`${name}-not-woken`, `no schedule wakes ${name}`, {
        runbook,
        metric: lambda.metricInvocations({ period: FIVE_MINUTES, statistic: 'Sum' }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      });
    }
    this.above('schedules-dropped', 'EventBridge Scheduler has given up a moment', 0, {
      runbook: FAILURES_RUNBOOK,
      metric: new Metric({
        ...{ namespace: 'AWS/Scheduler', metricName: 'InvocationDroppedCount' },
        ...{ period: FIVE_MINUTES, statistic: 'Sum' },
      }),
    });
  }

  private watchStores({ judge, record }: DataStack): void {
    // MemoryDB measures each node, whose names nobody knows beforehand: what counts is the worst of them.
    const ofJudge = (metricName: string) =>
      new MathExpression({
        expression: `SELECT MAX(${metricName}) FROM "AWS/MemoryDB" WHERE ClusterName = '${judge.cluster.clusterName}'`,
        period: MINUTE,
      });
    this.above('redis-memory', 'the judge nearly has no memory left, and evicts nothing', 75, {
      runbook: 'redis-memory-high',
      metric: ofJudge('DatabaseMemoryUsagePercentage'),
    });
    this.above('redis-cpu', 'the judge has hardly any processor left', 80, {
      runbook: 'judge-slow',
      metric: ofJudge('EngineCPUUtilization'),
      evaluationPeriods: 3,
    });
    const { instance } = record;
    this.above('mysql-cpu', 'the record has hardly any processor left', 80, {
      runbook: 'host-busy',
      metric: instance.metricCPUUtilization({ period: MINUTE }),
      evaluationPeriods: 10,
    });
    this.add('mysql-storage', 'the record nearly has no disk left', {
      runbook: 'disk-full',
      metric: instance.metricFreeStorageSpace({ period: FIVE_MINUTES, statistic: 'Minimum' }),
      threshold: FREE_STORAGE_MIN_GIB * GIB,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    });
  }

  private watchTargets({ targets }: ComputeStack): void {
    for (const [name, group, runbook] of [
      ['api', targets.api, 'server-errors'],
      ['sse', targets.sse, 'sse-server-melting'],
    ] as const) {
      this.above(`${name}-5xx`, `${name} answers with what nobody foresaw`, 10, {
        runbook,
        metric: group.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, {
          ...{ period: FIVE_MINUTES, statistic: 'Sum' },
        }),
      });
      this.above(`${name}-unhealthy`, `a task of ${name} does not answer`, 0, {
        runbook: 'process-down',
        metric: group.metrics.unhealthyHostCount({ period: MINUTE, statistic: 'Maximum' }),
        evaluationPeriods: 5,
      });
    }
  }

  private watchServices({ services, cluster }: ComputeStack): void {
    const { serviceName } = services.keeper;
    this.add('keeper-gone', 'no keeper runs: the record falls behind', {
      runbook: 'process-down',
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
      runbook: 'sse-server-melting',
      metric: new Metric({ ...WATCHERS, period: MINUTE, statistic: 'Maximum' }),
    });
    // Fargate has no host that an exporter could tell of: what is looked at is the tasks.
    for (const [name, service] of Object.entries(services)) {
      const given = { period: MINUTE, statistic: 'Average' };
      this.above(
        `${name}-cpu`,
        `the tasks of ${name} have hardly any processor left`,
        BUSY_PERCENT,
        {
          runbook: 'host-busy',
          metric: service.metricCpuUtilization(given),
          evaluationPeriods: 10,
        },
      );
      this.above(
        `${name}-memory`,
        `the tasks of ${name} have hardly any memory left`,
        BUSY_PERCENT,
        {
          runbook: 'host-busy',
          metric: service.metricMemoryUtilization({ ...given, statistic: 'Maximum' }),
          evaluationPeriods: 5,
        },
      );
    }
  }

  // Of the managed Prometheus as a whole, whatever its metrics are divided by.
  private watchTheWatch(): void {
    for (const [name, metricName, says] of [
      ['rules-failing', 'RuleEvaluationFailures', 'alert rules cannot be looked at'],
      ['alerts-unsent', 'AlertManagerNotificationsFailed', 'alerts do not get out to anybody'],
      ['alerts-throttled', 'AlertManagerNotificationsThrottled', 'more alerts than get out'],
      ['samples-discarded', 'DiscardedSamples', 'what the rooms measure is not taken'],
    ] as const) {
      this.above(name, says, 0, {
        runbook: 'watching-failing',
        metric: ofPrometheus(metricName),
        evaluationPeriods: 2,
      });
    }
    // The alert Heartbeat is there while anything is measured: silence means that nobody would be told of anything.
    for (const [name, metricName, says] of [
      ['rules-silent', 'RuleEvaluations', 'no alert rule is looked at'],
      ['alerts-silent', 'AlertManagerAlertsReceived', 'not even the heartbeat gets to the alerts'],
    ] as const) {
      this.add(name, says, {
        runbook: 'watching-failing',
        metric: ofPrometheus(metricName),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
        evaluationPeriods: 3,
      });
    }
  }

  // AWS looks into who sends from 5 % of bounces and 0.1 % of complaints on, and ends it at 10 % and at 0.5 %.
  private watchMails(): void {
    for (const [name, metricName, share, says] of [
      ['mails-bounced', 'Reputation.BounceRate', 0.05, 'too many mails come back'],
      ['mails-unwanted', 'Reputation.ComplaintRate', 0.001, 'too many call our mails unwanted'],
    ] as const) {
      this.above(name, says, share, {
        runbook: 'mails-not-sent',
        metric: new Metric({
          namespace: 'AWS/SES',
          metricName,
          period: HOUR,
          statistic: 'Maximum',
        }),
      });
    }
  }

  private above(
    name: string,
    says: string,
    threshold: number,
    given: { metric: IMetric; runbook: string; evaluationPeriods?: number },
  ): void {
    const comparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD;
    this.add(name, says, { threshold, comparisonOperator, ...given });
  }

  private add(
    name: string,
    says: string,
    {
      runbook,
      ...given
    }: {
      metric: IMetric;
      /** The page of infra/runbooks that says what to do. */
      runbook: string;
      threshold: number;
      comparisonOperator: ComparisonOperator;
      evaluationPeriods?: number;
      treatMissingData?: TreatMissingData;
    },
  ): void {
    const alarm = new Alarm(this, name, {
      alarmName: `sagopalgo-${name}`,
      alarmDescription: `${says}. What to do: infra/runbooks/${runbook}.md`,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...given,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}

function ofPrometheus(metricName: string): MathExpression {
  return new MathExpression({
    expression: `SELECT SUM(${metricName}) FROM "AWS/Prometheus"`,
    period: FIVE_MINUTES,
  });
}
