import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { KEPT } from '../kept.ts';

/** So many merges back one can roll; each is pushed, whether or not it is let through the gate. */
const KEPT_IMAGES = 300;
const UNTAGGED_DAYS = 1;

/** The parts that run on images. */
export const IMAGE_PARTS = ['api', 'sse-server', 'keeper', 'migrate', 'log-carrier'] as const;

type ImagePart = (typeof IMAGE_PARTS)[number];

/** Where the images of each part lie; a tag never means anything else later. */
export class ImagesStack extends Stack {
  readonly repositories: Record<ImagePart, Repository>;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const repository = (part: ImagePart): Repository =>
      new Repository(this, part, {
        repositoryName: `sagopalgo/${part}`,
        imageTagMutability: TagMutability.IMMUTABLE,
        imageScanOnPush: true,
        encryption: RepositoryEncryption.KMS,
        removalPolicy: KEPT,
        lifecycleRules: [
          {
            rulePriority: 1,
            tagStatus: TagStatus.UNTAGGED,
            maxImageAge: Duration.days(UNTAGGED_DAYS),
          },
          { rulePriority: 2, maxImageCount: KEPT_IMAGES },
        ],
      });
    this.repositories = {
      api: repository('api'),
      'sse-server': repository('sse-server'),
      keeper: repository('keeper'),
      migrate: repository('migrate'),
      'log-carrier': repository('log-carrier'),
    };
  }
}
