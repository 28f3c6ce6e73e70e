import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { Buckets } from './stores/buckets.ts';
import { Judge } from './stores/judge.ts';
import { MysqlRecord } from './stores/mysql-record.ts';
import type { Groups } from './network-stack.ts';
import type { LandSettings } from '../settings.ts';

/** What must never be lost: the judge's store, the record, and the pictures. Nothing in it goes when the stack goes. */
export class DataStack extends Stack {
  readonly judge: Judge;
  readonly record: MysqlRecord;
  readonly buckets: Buckets;

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { vpc: IVpc; groups: Groups; settings: LandSettings },
  ) {
    super(scope, id, { terminationProtection: true, ...props });
    this.judge = new Judge(this, 'Judge', props);
    this.record = new MysqlRecord(this, 'Record', props);
    this.buckets = new Buckets(this, 'Buckets', props.settings);
    new CfnOutput(this, 'PageBucket', { value: this.buckets.page.bucketName });
  }
}
