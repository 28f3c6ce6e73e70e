import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { z } from 'zod';
import { IDLE_TIMEOUT_S, STREAMS } from '../streams.ts';
import { resourcesOf, theResource } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';
import { pageAddress } from './edge/page-address.ts';

/** CloudFront's own policies, by the ids that it has given them. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';

const behaviourSchema = z.object({
  PathPattern: z.string().optional(),
  CachePolicyId: z.unknown(),
  OriginRequestPolicyId: z.string().optional(),
  ViewerProtocolPolicy: z.string(),
  Compress: z.boolean(),
});
const distributionSchema = z.object({
  DistributionConfig: z.object({
    DefaultCacheBehavior: behaviourSchema,
    CacheBehaviors: z.array(behaviourSchema),
    Origins: z.array(z.record(z.string(), z.unknown())),
    ViewerCertificate: z.object({ MinimumProtocolVersion: z.string() }),
  }),
});
const attributesSchema = z.object({
  LoadBalancerAttributes: z.array(z.object({ Key: z.string(), Value: z.unknown() })),
});

describe('the stack of the edge', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const distribution = () =>
    distributionSchema.parse(
      theResource(templates.edge, 'AWS::CloudFront::Distribution', 'sagopalgo.example').properties,
    ).DistributionConfig;
  const behaviour = (path: string) =>
    distribution().CacheBehaviors.find(({ PathPattern }) => PathPattern === path);

  it('never keeps what is judged now, passes on all of it, and holds no event back to press it', () => {
    for (const path of ['/api/*', '/events', '/.well-known/*']) {
      expect(behaviour(path), path).to.include({
        ...{ CachePolicyId: CACHING_DISABLED, OriginRequestPolicyId: ALL_VIEWER },
        ...{ Compress: false, ViewerProtocolPolicy: 'https-only' },
      });
    }
  });

  it('keeps pictures and named files, and asks each time for the page', () => {
    for (const path of ['/pictures/*', '/assets/*']) {
      expect(behaviour(path), path).to.include({ CachePolicyId: CACHING_OPTIMIZED });
    }
    const { properties } = theResource(templates.edge, 'AWS::CloudFront::CachePolicy', 'page');
    expect(properties['CachePolicyConfig']).to.include({ MinTTL: 0, DefaultTTL: 0 });
  });

  it('speaks https alone, with everybody and with the balancer, and says so for two years', () => {
    const { DefaultCacheBehavior, CacheBehaviors, ViewerCertificate } = distribution();
    for (const { ViewerProtocolPolicy } of [DefaultCacheBehavior, ...CacheBehaviors]) {
      expect(ViewerProtocolPolicy).to.be.oneOf(['redirect-to-https', 'https-only']);
    }
    expect(ViewerCertificate.MinimumProtocolVersion).to.equal('TLSv1.2_2021');
    const policies = resourcesOf(templates.edge, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(policies).to.have.length(3);
    for (const { text } of policies) {
      expect(text).to.include('"AccessControlMaxAgeSec":63072000').and.include('"Preload":true');
    }
    const listeners = resourcesOf(templates.edge, 'AWS::ElasticLoadBalancingV2::Listener');
    expect(listeners.map(({ properties }) => properties['Protocol'])).to.deep.equal(['HTTPS']);
    expect(theResource(templates.edge, 'AWS::CloudFront::VpcOrigin', 'https-only')).to.be.an(
      'object',
    );
  });

  it('lets a stream be silent for longer than its heartbeat, at both doors', () => {
    const { properties } = theResource(
      ...([templates.edge, 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'internal'] as const),
    );
    const { LoadBalancerAttributes } = attributesSchema.parse(properties);
    const attributes = Object.fromEntries(
      LoadBalancerAttributes.map(({ Key, Value }) => [Key, Value]),
    );
    expect(attributes).to.include({
      ...{ 'idle_timeout.timeout_seconds': '60', 'deletion_protection.enabled': 'true' },
      ...{ 'access_logs.s3.enabled': 'true' },
    });
    expect(IDLE_TIMEOUT_S).to.be.greaterThan(2 * STREAMS.heartbeatS);
    expect(JSON.stringify(distribution().Origins)).to.include('"OriginReadTimeout":60');
    expect(properties['Scheme']).to.equal('internal');
  });

  it('signs what it asks of the buckets', () => {
    const controls = resourcesOf(templates.edge, 'AWS::CloudFront::OriginAccessControl');
    expect(controls).to.have.length(2);
    for (const { text } of controls) expect(text).to.include('"SigningBehavior":"always"');
  });

  it('lets the page load from itself and Toss, and upload to its bucket', () => {
    const { text } = theResource(
      ...([templates.edge, 'AWS::CloudFront::ResponseHeadersPolicy', 'js.tosspayments'] as const),
    );
    const uploads = 'https://sagopalgo-example-pictures.s3.ap-northeast-2.amazonaws.com';
    expect(text).to.include(uploads).and.include("frame-ancestors 'none'");
    expect(text).to.include('same-origin-allow-popups');
  });

  it("takes every address without a file's ending for the page", () => {
    const asked = (uri: string): unknown => {
      const context = createContext({ event: { request: { uri } } });
      return runInContext(`${pageAddress}; handler(event).uri`, context);
    };
    expect(asked('/')).to.equal('/index.html');
    expect(asked('/auctions/0b9c2c5e-6f7a')).to.equal('/index.html');
    expect(asked('/my.things/list')).to.equal('/index.html');
    expect(asked('/icon.svg')).to.equal('/icon.svg');
  });
});
