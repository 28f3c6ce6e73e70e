import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { expect } from 'chai';
import { resourcesOf } from './testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from './testing/synthesised.ts';
import type { Synthesised } from './testing/synthesised.ts';

/** What has a name that nothing else may have, by the property that says it. */
const NAMED = {
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::MemoryDB::Cluster': 'ClusterName',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
};

/** What has to be taken off it before it can be deleted, by the command that does. */
const PROTECTED = {
  'AWS::RDS::DBInstance':
    'aws rds modify-db-instance --db-instance-identifier sagopalgo --no-deletion-protection',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Key=deletion_protection.enabled,Value=false',
};
const IS_PROTECTED =
  /"DeletionProtection(?:Enabled)?":true|"deletion_protection\.enabled","Value":"true"/;

describe('what the land keeps', () => {
  let templates: Synthesised['templates'];
  let app: Synthesised['app'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ app, templates } = await synthesised());
  });

  const named = () =>
    Object.values(templates).flatMap((template) =>
      Object.entries(NAMED).flatMap(([type, property]) =>
        resourcesOf(template, type).flatMap((found) => {
          const name = found.properties[property];
          return typeof name === 'string' ? [{ ...found, name }] : [];
        }),
      ),
    );

  it('is never in the way of the deploy after one that failed', () => {
    expect(named()).to.have.length.greaterThan(30);
    const inTheWay = named().filter(({ deletionPolicy }) => deletionPolicy === 'Retain');
    expect(inTheWay.map(({ logicalId }) => logicalId)).to.deep.equal([]);
  });

  it('is let go by the page of the first deploy where its stack fails and it is protected', () => {
    const page = readFileSync(new URL('first-deploy.md', import.meta.url), 'utf8');
    const stacks = Object.entries(templates).map(([name, template]) => {
      const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string }> };
      const types = Object.values(Resources).flatMap((resource) =>
        IS_PROTECTED.test(JSON.stringify(resource)) ? [resource.Type] : [],
      );
      return { name, types };
    });
    const found = stacks.filter(({ types }) => types.length > 0);
    expect(found.flatMap(({ types }) => types)).to.have.members(Object.keys(PROTECTED));
    for (const { name, types } of found) {
      const [, told = ''] = page.split(`**\`ROLLBACK_FAILED\` of \`sagopalgo-${name}\`:**`);
      const [bullet] = told.split('\n- **');
      for (const type of types)
        expect(bullet).to.include(PROTECTED[type as keyof typeof PROTECTED]);
    }
    const unending = app.node.children.flatMap((stack) =>
      stack instanceof Stack && stack.terminationProtection ? [stack.stackName] : [],
    );
    expect(unending).to.have.length.greaterThan(0);
    for (const stack of unending) {
      expect(page.split('- **`ROLLBACK_COMPLETE`:**')[1]?.split('\n- **')[0]).to.include(
        `--no-enable-termination-protection --stack-name ${stack}\n`,
      );
    }
  });

  it('can all be cleared away by the page of the first deploy, by its names', () => {
    const page = readFileSync(new URL('first-deploy.md', import.meta.url), 'utf8');
    const kept = named().filter(({ deletionPolicy }) => deletionPolicy === 'RetainExceptOnCreate');
    expect(kept).to.have.length.greaterThan(15);
    for (const { name } of kept) {
      const last = name.split('/').at(-1)?.replace('sagopalgo-example', '') ?? name;
      expect(page.slice(page.indexOf('## When it fails')), name).to.include(last);
    }
  });
});
