import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { accept } from './accept.ts';
import { picturesBucket } from './settings.ts';
import type { LandSettings } from './settings.ts';

const REASON =
  'every upload has a name of its own that nobody knows before; nothing else in the bucket is reached';

/** Lets a part read, write and remove uploads and their sizes, and see what there is. */
export function letWorkOnPictures(role: Role, settings: LandSettings): void {
  const bucket = `arn:aws:s3:::${picturesBucket(settings)}`;
  const files = [`${bucket}/uploads/*`, `${bucket}/pictures/*`];
  const allow = (actions: string[], resources: string[]): void => {
    role.addToPolicy(new PolicyStatement({ actions, resources }));
  };
  allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], files);
  // Without it S3 says of a file that is not there that it may not be seen.
  allow(['s3:ListBucket'], [bucket]);
  accept(role, Object.fromEntries(files.map((file) => [`IAM5[Resource::${file}]`, REASON])));
}
