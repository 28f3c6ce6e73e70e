import { z } from 'zod';

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/** What is built for one domain, whoever builds it. */
export const settingsSchema = z.strictObject({
  /** Where people find the marketplace. */
  domain: z.string().regex(DOMAIN, 'a domain such as sagopalgo.kr'),
});

export type LandSettings = z.infer<typeof settingsSchema>;

/** Seoul, where the buyers are. */
export const REGION = 'ap-northeast-2';
/** CloudFront takes its certificates from here alone. */
export const EDGE_REGION = 'us-east-1';
/** Two of the region's zones: everything that has to outlive a zone stands in both. */
export const ZONES = ['ap-northeast-2a', 'ap-northeast-2c'];

/** The pictures' bucket; a domain is nobody else's, and so is a name made of it. */
export function picturesBucket({ domain }: LandSettings): string {
  return `${domain.replaceAll('.', '-')}-pictures`;
}

/** How CDK is to do what it has done otherwise before. */
export const CDK_CONTEXT = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
};
