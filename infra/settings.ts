import { z } from 'zod';

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const SLACK_WORKSPACE = /^T[0-9A-Z]{5,30}$/;
const SLACK_CHANNEL = /^[CG][0-9A-Z]{5,30}$/;
const GITHUB_REPOSITORY =
  /^[A-Za-z0-9-]{1,80}(?:\/[\w.-]{1,120}|@\d{1,20}\/[\w.-]{1,120}@\d{1,20})$/;
const GITHUB_PROVIDER =
  /^arn:aws:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/;
const COLLECTOR = /^https?:\/\/[a-z0-9.-]+(?::\d{2,5})?(?:\/[\w./-]*)?$/;
const ELASTICSEARCH = /^https:\/\/[a-z0-9.-]+(?::\d{2,5})?$/;

/** What is built for one domain, whoever builds it. */
export const settingsSchema = z
  .strictObject({
    /** Where people find the marketplace. */
    domain: z.string().regex(DOMAIN, 'a domain such as sagopalgo.kr'),
    /** Who is written to when something needs a person; has to say yes once to a mail of AWS. */
    alarmsEmail: z.email('an e-mail address').optional(),
    /** The Slack channel that is told as well; its workspace was let in by hand at Amazon Q Developer. */
    slackWorkspace: z
      .string()
      .regex(SLACK_WORKSPACE, "a workspace's id such as T0123ABCD")
      .optional(),
    slackChannel: z.string().regex(SLACK_CHANNEL, "a channel's id such as C0123ABCD").optional(),
    /** An Elasticsearch with nori to search in; the name and password it takes are in `sagopalgo/elasticsearch`. */
    elasticsearchUrl: z
      .string()
      .regex(ELASTICSEARCH, 'https:// and a host, with no name or password')
      .optional(),
    /**
     * An Elasticsearch that keeps the rooms' lines, beside CloudWatch; the name and password it takes are in
     * `sagopalgo/log-store`.
     */
    logStoreUrl: z
      .string()
      .regex(ELASTICSEARCH, 'https:// and a host, with no name or password')
      .optional(),
    /**
     * A collector of OpenTelemetry that takes the spans of the functions by OTLP over HTTP and asks for no password:
     * one that only the net reaches. The rooms have collectors of their own.
     */
    otlpUrl: z
      .string()
      .regex(COLLECTOR, 'http(s):// and a host, with no name or password')
      .optional(),
    /** Whose workflows may deploy, as GitHub's tokens say it: with the ids of owner and repository where they do. */
    githubRepository: z
      .string()
      .regex(GITHUB_REPOSITORY, 'a repository such as owner@123/name@456')
      .optional(),
    /** GitHub's OIDC provider where the account has it already, since it can have but one. */
    githubProviderArn: z.string().regex(GITHUB_PROVIDER, 'the ARN of an OIDC provider').optional(),
  })
  .refine(
    ({ slackWorkspace, slackChannel }) =>
      (slackWorkspace === undefined) === (slackChannel === undefined),
    {
      message: 'a Slack channel needs both its id and that of its workspace',
      path: ['slackChannel'],
    },
  )
  .refine(
    ({ alarmsEmail, slackChannel }) => alarmsEmail !== undefined || slackChannel !== undefined,
    {
      message: 'nobody would hear of what goes wrong: name an e-mail address or a Slack channel',
      path: ['alarmsEmail'],
    },
  );

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

/** From whom our mails are. */
export function mailAddress({ domain }: Pick<LandSettings, 'domain'>): string {
  return `no-reply@${domain}`;
}

/**
 * How CDK is to do what it does otherwise in other versions. What a stack gives stays as long as another takes it,
 * which `put-back.sh` goes by.
 */
export const CDK_CONTEXT = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};
