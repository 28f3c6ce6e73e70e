import { readFileSync } from 'node:fs';
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

describe('what the land keeps', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
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
