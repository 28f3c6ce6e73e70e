import { expect } from 'chai';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildLand } from '../land.ts';
import { resourcesOf, theResource } from '../testing/resources.ts';
import { SETTINGS, synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';

const SUBJECT = '"token.actions.githubusercontent.com:sub":"repo:sagopalgo@12/market@34:';

describe('the stack of what GitHub may', () => {
  let templates: Synthesised['templates'];
  let bundles: string;
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates, bundles } = await synthesised());
  });

  const roleOf = (name: string) =>
    theResource(templates.github, 'AWS::IAM::Role', `"sagopalgo-github-${name}"`);
  const policyOf = (name: string) =>
    theResource(
      templates.github,
      'AWS::IAM::Policy',
      `"Roles":[{"Ref":"${roleOf(name).logicalId}"}]`,
    ).text;

  it('lets in each by the repository and by what it is for, to the letter', () => {
    expect(resourcesOf(templates.github, 'AWS::IAM::Role')).to.have.length(3);
    for (const [name, whose] of [
      ['images', 'ref:refs/heads/main'],
      ['deploy', 'environment:production'],
      ['diff', 'pull_request'],
    ] as const) {
      const { text } = roleOf(name);
      expect(text).to.include(`${SUBJECT}${whose}"`).and.include('"StringEquals"');
      expect(text).to.include('"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"');
      expect(text).not.to.include('StringLike');
    }
  });

  it('makes GitHub’s provider, or takes the one that an account has already', () => {
    expect(resourcesOf(templates.github, 'AWS::IAM::OIDCProvider')).to.have.length(1);
    const githubProviderArn =
      'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
    const { github } = buildLand(new App(), { ...SETTINGS, githubProviderArn }, bundles);
    const template = Template.fromStack(github ?? expect.fail('no stack'));
    expect(resourcesOf(template, 'AWS::IAM::OIDCProvider')).to.deep.equal([]);
    for (const { text } of resourcesOf(template, 'AWS::IAM::Role')) {
      expect(text).to.include(`"Federated":"${githubProviderArn}"`);
    }
  });

  it('lets whoever pushes images push those alone, and who looks at a pull request look alone', () => {
    expect(policyOf('images'))
      .to.include('ecr:PutImage')
      .and.not.match(/sts:|cloudformation:|s3:/);
    const actions = policyOf('diff').match(/"[a-z0-9]+:[A-Z]\w+"/g) ?? [];
    expect([...new Set(actions)]).to.have.members([
      ...['"cloudformation:DescribeStacks"', '"cloudformation:GetTemplate"'],
    ]);
  });

  it('lets whoever deploys do what the scripts ask for, by the names that the land gives', () => {
    const policy = policyOf('deploy');
    for (const does of ['deploy', 'file-publishing', 'lookup']) {
      expect(policy).to.include(`cdk-hnb659fds-${does}-role-`);
    }
    expect(policy).to.include('task-definition/sagopalgo-migrate:*').and.include('ecs:cluster');
    expect(policy).to.include('arn:aws:s3:::sagopalgo-data-bucketspage*/*');
    const buckets = resourcesOf(templates.data, 'AWS::S3::Bucket').map(
      ({ logicalId }) => logicalId,
    );
    expect(buckets.filter((id) => id.startsWith('BucketsPage'))).to.have.length(1);
    const { text } = theResource(
      templates.migrate,
      'AWS::ECS::TaskDefinition',
      'sagopalgo-migrate',
    );
    expect(text).to.include('"Family":"sagopalgo-migrate"');
  });

  it('is in nobody’s way: it takes nothing and gives nothing, and is not there unless it is asked for', () => {
    const said = JSON.stringify(templates.github.toJSON());
    expect(said).not.to.match(/Fn::ImportValue|"Export"/);
    const { githubRepository: _, ...settings } = SETTINGS;
    const { github } = buildLand(new App(), settings, bundles);
    expect(github).to.equal(null);
  });
});
