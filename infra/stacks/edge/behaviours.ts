import { Duration } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CachePolicy,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersReferrerPolicy,
  Function as EdgeFunction,
  OriginRequestPolicy,
  OriginProtocolPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { BehaviorOptions } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin, VpcOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PAGE_HEADERS, pagePolicy, TOSS_ORIGINS } from '@sagopalgo/core/rules/page-policy.ts';
import { picturesBucket, REGION } from '../../settings.ts';
import type { LandSettings } from '../../settings.ts';
import { IDLE_TIMEOUT_S } from '../../streams.ts';
import type { DataStack } from '../data-stack.ts';
import { pageAddress } from './page-address.ts';

const HSTS_DAYS = 730;
const KEPT_ALIVE_S = 60;

/**
 * What CloudFront does with each path: what is judged now is never kept, what never changes is kept for as long as it
 * can be.
 */
export function behaviours(
  scope: Construct,
  from: { settings: LandSettings; data: DataStack; balancer: ApplicationLoadBalancer },
): { defaultBehavior: BehaviorOptions; additionalBehaviors: Record<string, BehaviorOptions> } {
  const parts = partsBehaviour(scope, from.balancer);
  const { page, pictures } = from.data.buckets;
  const files = pageFiles(scope, page, from.settings);
  return {
    defaultBehavior: {
      ...files,
      cachePolicy: askingEachTime(scope),
      functionAssociations: [
        { function: pageFunction(scope), eventType: FunctionEventType.VIEWER_REQUEST },
      ],
    },
    additionalBehaviors: {
      '/api/*': parts,
      '/events': parts,
      '/.well-known/*': parts,
      '/assets/*': { ...files, cachePolicy: CachePolicy.CACHING_OPTIMIZED },
      '/pictures/*': {
        origin: bucketOrigin(scope, 'PicturesOrigin', pictures),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: pictureHeaders(scope),
      },
    },
  };
}

// Streams and answers alike: nothing is kept, everything is passed on. CloudFront waits for so long for the next
// piece of a stream as the balancer does, which is longer than its heartbeat.
function partsBehaviour(scope: Construct, balancer: ApplicationLoadBalancer): BehaviorOptions {
  return {
    origin: VpcOrigin.withApplicationLoadBalancer(balancer, {
      vpcOriginName: 'sagopalgo-balancer',
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      readTimeout: Duration.seconds(IDLE_TIMEOUT_S),
      keepaliveTimeout: Duration.seconds(KEPT_ALIVE_S),
    }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
    // It would hold events back until there is enough to press.
    compress: false,
    responseHeadersPolicy: new ResponseHeadersPolicy(scope, 'PartsHeaders', {
      responseHeadersPolicyName: 'sagopalgo-parts',
      securityHeadersBehavior: { strictTransportSecurity: HSTS },
    }),
  };
}

function pageFiles(scope: Construct, page: Bucket, settings: LandSettings): BehaviorOptions {
  const uploads = `https://${picturesBucket(settings)}.s3.${REGION}.amazonaws.com`;
  const {
    'x-content-type-options': _typed,
    'referrer-policy': _referred,
    ...others
  } = PAGE_HEADERS;
  return {
    origin: bucketOrigin(scope, 'PageOrigin', page),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    responseHeadersPolicy: new ResponseHeadersPolicy(scope, 'PageHeaders', {
      responseHeadersPolicyName: 'sagopalgo-page',
      securityHeadersBehavior: {
        strictTransportSecurity: HSTS,
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
        contentSecurityPolicy: {
          contentSecurityPolicy: pagePolicy(TOSS_ORIGINS, [uploads]),
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(others).map(([header, value]) => ({
          ...{ header, value, override: true },
        })),
      },
    }),
  };
}

function pictureHeaders(scope: Construct): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, 'PictureHeaders', {
    responseHeadersPolicyName: 'sagopalgo-pictures',
    securityHeadersBehavior: {
      strictTransportSecurity: HSTS,
      contentTypeOptions: { override: true },
      // Somebody's upload, opened by itself, is a picture and nothing that runs.
      contentSecurityPolicy: {
        contentSecurityPolicy: "default-src 'none'; sandbox",
        override: true,
      },
    },
  });
}

// The bucket itself lets CloudFront read; its own stack comes first and is not changed from here.
function bucketOrigin(scope: Construct, id: string, { bucketArn, bucketName }: Bucket) {
  const bucket = Bucket.fromBucketAttributes(scope, `${id}Bucket`, {
    bucketArn,
    bucketName,
    region: REGION,
  });
  return S3BucketOrigin.withOriginAccessControl(bucket);
}

// index.html says itself how long it may be kept, and what it names by its content lies under /assets.
function askingEachTime(scope: Construct): CachePolicy {
  return new CachePolicy(scope, 'PageCache', {
    cachePolicyName: 'sagopalgo-page',
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.days(1),
    cookieBehavior: CacheCookieBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });
}

function pageFunction(scope: Construct): EdgeFunction {
  return new EdgeFunction(scope, 'PageAddress', {
    functionName: 'sagopalgo-page-address',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(pageAddress),
  });
}

const HSTS = {
  accessControlMaxAge: Duration.days(HSTS_DAYS),
  includeSubdomains: true,
  preload: true,
  override: true,
};
