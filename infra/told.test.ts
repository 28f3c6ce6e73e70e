import { expect } from 'chai';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecretsStack } from './stacks/secrets-stack.ts';
import { resourcesOf } from './testing/resources.ts';
import { SETTINGS } from './testing/synthesised.ts';
import { logStoreTold, searchTold } from './told.ts';

const SECRET = 'AWS::SecretsManager::Secret';

describe('what is told of the search', () => {
  it('is the address of the Elasticsearch, without its password, and where that is', () => {
    const secrets = new SecretsStack(new App(), 'with', { settings: SETTINGS });
    const { plain, secret } = searchTold(SETTINGS, secrets);
    expect(plain).to.deep.equal({
      ELASTICSEARCH_URL:
        'https://{ELASTICSEARCH_USER}:{ELASTICSEARCH_PASSWORD}@search.example:9243',
    });
    expect(Object.keys(secret)).to.deep.equal(['ELASTICSEARCH_USER', 'ELASTICSEARCH_PASSWORD']);
    expect(secret['ELASTICSEARCH_PASSWORD']?.secret).to.equal(secrets.elasticsearch);
  });

  it('is nothing where the settings name none, and there is no secret of it', () => {
    const { elasticsearchUrl: _, logStoreUrl: __, ...settings } = SETTINGS;
    const secrets = new SecretsStack(new App(), 'without', { settings });
    expect(searchTold(settings, secrets)).to.deep.equal({ plain: {}, secret: {} });
    const names = resourcesOf(Template.fromStack(secrets), SECRET).map(({ text }) => text);
    expect(names).to.have.length(6);
    expect(names.join()).not.to.include('elasticsearch');
  });
});

describe('what carries lines is told', () => {
  it('where they are kept, and its own name and password there, never those of the search', () => {
    const secrets = new SecretsStack(new App(), 'with', { settings: SETTINGS });
    const told = logStoreTold(SETTINGS, secrets);
    expect(told?.plain).to.deep.equal({
      ...{ DEPLOYMENT: 'production', LOGS_HOST: 'lines.example' },
      ...{ LOGS_PORT: '9243', LOGS_TLS: 'on' },
    });
    expect(Object.keys(told?.secret ?? {})).to.deep.equal(['LOGS_USER', 'LOGS_PASSWORD']);
    for (const { secret } of Object.values(told?.secret ?? {})) {
      expect(secret).to.equal(secrets.logStore).and.not.equal(secrets.elasticsearch);
    }
    const plain = { ...SETTINGS, logStoreUrl: 'https://lines.example' };
    expect(logStoreTold(plain, secrets)?.plain['LOGS_PORT']).to.equal('443');
  });

  it('nothing where the settings name no place, and there is no secret of it', () => {
    const { logStoreUrl: _, ...settings } = SETTINGS;
    const secrets = new SecretsStack(new App(), 'without-lines', { settings });
    expect(logStoreTold(settings, secrets)).to.equal(null);
    const names = resourcesOf(Template.fromStack(secrets), SECRET).map(({ text }) => text);
    expect(names.join()).not.to.include('log-store');
  });
});
