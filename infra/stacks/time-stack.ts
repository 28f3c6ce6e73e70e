import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { accept } from '../accept.ts';
import { LAMBDA_PLANS, TIME_ZONE } from '../lambda-plans.ts';
import type { LambdaPlan, Rhythm } from '../lambda-plans.ts';
import { LOG_CARRIER } from '../log-carrier.ts';
import { letWorkOnPictures } from '../picture-files.ts';
import { RoomFunction } from '../room-function.ts';
import { picturesBucket, REGION } from '../settings.ts';
import type { LandSettings } from '../settings.ts';
import { together } from '../told.ts';
import type { ToldAbout } from '../told.ts';
import { settled } from './network-stack.ts';
import type { Groups } from './network-stack.ts';

const FAILURES_KEPT_DAYS = 14;
/** A moment of the day is worth trying for an hour; a minute is gone when the next one comes. */
const DAILY_RETRIES = { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 20 };
const SWEEP_RETRIES = { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 2 };
const UPLOAD_RETRIES = { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 10 };

/** What happens afterwards and by the clock: every function of lambdas/, and what wakes it. */
export class TimeStack extends Stack {
  /** What could not be handed over, what a function failed at for good, and which service did not come up anew. */
  readonly failures: Queue;
  readonly functions: ReadonlyMap<string, RoomFunction>;

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & {
      bundles: string;
      vpc: IVpc;
      groups: Groups;
      settings: LandSettings;
      about: ToldAbout;
    },
  ) {
    super(scope, id, props);
    const { bundles, vpc, settings, about } = props;
    this.failures = this.addFailures();
    const group = settled(this, props.groups.lambdas);
    const place = { bundles, vpc, group, failures: this.failures };
    const functions = new Map<string, RoomFunction>();
    for (const plan of LAMBDA_PLANS) {
      const made = new RoomFunction(this, plan, toldTo(plan, about), place);
      functions.set(plan.name, made);
      if (plan.needs === 'pictures') letWorkOnPictures(made.role, settings);
      if (plan.rhythms.length > 0) this.wakeByClock(plan, made);
      if (plan.byUploads) this.wakeByUploads(made, settings);
    }
    this.functions = functions;
    this.hearOfDeployments();
    this.hearOfLogCarriers();
  }

  private addFailures(): Queue {
    const queue = new Queue(this, 'Failures', {
      queueName: 'sagopalgo-failures',
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(FAILURES_KEPT_DAYS),
    });
    accept(queue, { SQS3: 'it is itself where what failed ends' });
    return queue;
  }

  private wakeByClock(plan: LambdaPlan, { lambda }: RoomFunction): void {
    const role = new Role(this, `${plan.name}Waker`, {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    const allow = (action: string, resource: string): void => {
      role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    };
    allow('lambda:InvokeFunction', lambda.functionArn);
    allow('sqs:SendMessage', this.failures.queueArn);
    for (const { name, expression } of plan.rhythms) {
      new CfnSchedule(this, `${plan.name}-${name}`, {
        name: `sagopalgo-${plan.name}-${name}`,
        scheduleExpression: expression,
        scheduleExpressionTimezone: TIME_ZONE,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: lambda.functionArn,
          roleArn: role.roleArn,
          deadLetterConfig: { arn: this.failures.queueArn },
          retryPolicy: retriesOf(name),
        },
      });
    }
  }

  // The bucket tells EventBridge, whose words are put as S3 itself would put them to a function.
  private wakeByUploads({ lambda }: RoomFunction, settings: LandSettings): void {
    const rule = new CfnRule(this, 'Uploads', {
      name: 'sagopalgo-uploads',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [picturesBucket(settings)] },
          object: { key: [{ prefix: 'uploads/' }] },
        },
      },
      targets: [
        {
          id: 'make-thumbnails',
          arn: lambda.functionArn,
          inputTransformer: {
            inputPathsMap: { bucket: '$.detail.bucket.name', key: '$.detail.object.key' },
            inputTemplate: AS_S3_TELLS,
          },
          deadLetterConfig: { arn: this.failures.queueArn },
          retryPolicy: UPLOAD_RETRIES,
        },
      ],
    });
    new CfnPermission(this, 'UploadsMayWake', {
      action: 'lambda:InvokeFunction',
      functionName: lambda.functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
    });
    this.letTell(rule);
  }

  // A service that was to start anew and did not is put back by ECS itself, and nobody waits for that one's end.
  private hearOfDeployments(): void {
    const rule = new CfnRule(this, 'Deployments', {
      name: 'sagopalgo-deployments-failed',
      eventPattern: {
        source: ['aws.ecs'],
        'detail-type': ['ECS Deployment State Change'],
        resources: [{ prefix: `arn:aws:ecs:${REGION}:${this.account}:service/sagopalgo/` }],
        detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
      },
      targets: [{ id: 'failures', arn: this.failures.queueArn }],
    });
    this.letTell(rule);
  }

  // Without its carrier no line of a room is kept anywhere, and silence is no sign: a room that nobody asks writes
  // nothing. A task that is to end takes its carrier along, which is as it should be.
  private hearOfLogCarriers(): void {
    const rule = new CfnRule(this, 'LogCarriers', {
      name: 'sagopalgo-log-carriers-ended',
      eventPattern: {
        source: ['aws.ecs'],
        'detail-type': ['ECS Task State Change'],
        detail: {
          clusterArn: [`arn:aws:ecs:${REGION}:${this.account}:cluster/sagopalgo`],
          desiredStatus: ['RUNNING'],
          containers: { name: [LOG_CARRIER], lastStatus: ['STOPPED'] },
        },
      },
      targets: [{ id: 'failures', arn: this.failures.queueArn }],
    });
    this.letTell(rule);
  }

  // Into the queue of what failed.
  private letTell(rule: CfnRule): void {
    this.failures.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.failures.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
      }),
    );
  }
}

const AS_S3_TELLS =
  '{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"<bucket>"},"object":{"key":"<key>"}}}]}';

function retriesOf(name: Rhythm['name']) {
  return name === 'sweep' ? SWEEP_RETRIES : DAILY_RETRIES;
}

function toldTo(plan: LambdaPlan, about: ToldAbout) {
  const { everything, traces, record, judge, pictures } = about;
  if (plan.needs === 'pictures') return together(everything, traces, record, pictures);
  return together(everything, traces, record, judge, ...plan.trust.map((name) => about[name]));
}
