import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import type { CfnBucket, LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { accept } from '../../accept.ts';
import { KEPT } from '../../kept.ts';
import { picturesBucket } from '../../settings.ts';
import type { LandSettings } from '../../settings.ts';

const BALANCERS_OF_SEOUL = '600734575887';
const LOGS_KEPT_DAYS = 90;
/** What was removed by mistake can be brought back so long; what a person had removed is gone then. */
const REMOVED_KEPT_DAYS = 7;
/** An upload is read while its sizes are made, and hardly ever again. */
const UPLOADS_MOVE_AFTER_DAYS = 30;
const CORS_MAX_AGE_S = 3_600;

/** The pictures, the page's files, and the logs of who asked for what. Nobody but CloudFront may show any of it. */
export class Buckets extends Construct {
  readonly pictures: Bucket;
  readonly page: Bucket;
  readonly logs: Bucket;

  constructor(scope: Construct, id: string, settings: LandSettings) {
    super(scope, id);
    this.logs = this.addBucket('Logs', {
      lifecycleRules: [{ expiration: Duration.days(LOGS_KEPT_DAYS) }],
      // CloudFront writes its logs by access control list and no other way.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    });
    letBalancerWrite(this.logs);
    accept(this.logs, { S1: 'a log of who wrote the logs would log itself' });
    this.pictures = this.addBucket('Pictures', {
      bucketName: picturesBucket(settings),
      removalPolicy: KEPT,
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: 'pictures/',
      versioned: true,
      lifecycleRules: [
        KEEPS_LITTLE,
        {
          prefix: 'uploads/',
          transitions: [
            {
              storageClass: StorageClass.INFREQUENT_ACCESS,
              transitionAfter: Duration.days(UPLOADS_MOVE_AFTER_DAYS),
            },
          ],
        },
      ],
      cors: [
        {
          allowedOrigins: [`https://${settings.domain}`],
          allowedMethods: [HttpMethods.PUT],
          allowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
          maxAge: CORS_MAX_AGE_S,
        },
      ],
    });
    tellsOfUploads(this.pictures);
    this.page = this.addBucket('Page', {
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: 'page/',
      versioned: true,
      lifecycleRules: [KEEPS_LITTLE],
    });
    letCloudFrontShow(this.pictures, 'pictures/*');
    letCloudFrontShow(this.page, '*');
  }

  private addBucket(name: string, given: ConstructorParameters<typeof Bucket>[2]): Bucket {
    return new Bucket(this, name, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...given,
    });
  }
}

const KEEPS_LITTLE: LifecycleRule = {
  abortIncompleteMultipartUploadAfter: Duration.days(1),
  noncurrentVersionExpiration: Duration.days(REMOVED_KEPT_DAYS),
};

// By the bucket itself: CDK's own way brings a function that may change every bucket of the account.
function tellsOfUploads(bucket: Bucket): void {
  const inner = bucket.node.defaultChild as CfnBucket;
  inner.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

// The distribution stands in a stack that comes later, so it is named by its account rather than by itself.
function letCloudFrontShow(bucket: Bucket, keys: string): void {
  const { account, partition } = Stack.of(bucket);
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(keys)],
      conditions: {
        StringEquals: { 'AWS:SourceAccount': account },
        ArnLike: { 'AWS:SourceArn': `arn:${partition}:cloudfront::${account}:distribution/*` },
      },
    }),
  );
}

// Load balancers of this region write as an account of AWS's own, newer ones as a service.
function letBalancerWrite(bucket: Bucket): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [
        new AccountPrincipal(BALANCERS_OF_SEOUL),
        new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com'),
      ],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`balancer/AWSLogs/${Stack.of(bucket).account}/*`)],
    }),
  );
}
