import { expect } from 'chai';
import { readLandSettings } from './config.ts';

const DOMAIN = { LAND_DOMAIN: 'sagopalgo.example' };
const SLACK = { LAND_SLACK_WORKSPACE: 'T0123ABCD', LAND_SLACK_CHANNEL: 'C0123ABCD' };

describe('the settings of the land', () => {
  it('are a domain and somebody who hears of what goes wrong, by mail or in Slack', () => {
    const byMail = readLandSettings({ ...DOMAIN, LAND_ALARMS_EMAIL: 'ops@sagopalgo.example' });
    expect(byMail.alarmsEmail).to.equal('ops@sagopalgo.example');
    // A variable of a repository that is not set comes as an empty text.
    const bySlack = readLandSettings({ ...DOMAIN, ...SLACK, LAND_ALARMS_EMAIL: '' });
    expect(bySlack).to.include({ slackChannel: 'C0123ABCD', alarmsEmail: undefined });
  });

  it('are refused where nobody would hear', () => {
    expect(() => readLandSettings(DOMAIN)).to.throw(
      'LAND_ALARMS_EMAIL: nobody would hear of what goes wrong',
    );
  });

  it('are refused with everything that is wrong in them', () => {
    const wrong = { LAND_DOMAIN: 'nowhere', LAND_SLACK_CHANNEL: '#ops', LAND_ALARMS_EMAIL: 'me' };
    expect(() => readLandSettings(wrong)).to.throw(
      /LAND_DOMAIN: .*; LAND_ALARMS_EMAIL: .*; LAND_SLACK_CHANNEL: /,
    );
    const half = { ...DOMAIN, LAND_SLACK_CHANNEL: 'C0123ABCD' };
    expect(() => readLandSettings(half)).to.throw('LAND_SLACK_CHANNEL: a Slack channel needs both');
  });

  it('take an Elasticsearch by its address alone, never with a password in it', () => {
    const heard = { ...DOMAIN, ...SLACK };
    const url = 'https://search.example:9243';
    expect(readLandSettings({ ...heard, LAND_ELASTICSEARCH_URL: url }).elasticsearchUrl).to.equal(
      url,
    );
    for (const given of ['http://search.example', 'https://me:secret@search.example', 'search']) {
      expect(() => readLandSettings({ ...heard, LAND_ELASTICSEARCH_URL: given }), given).to.throw(
        'LAND_ELASTICSEARCH_URL: https:// and a host',
      );
    }
  });

  it('name whose workflows may deploy as GitHub does, with its ids or without', () => {
    const heard = { ...DOMAIN, ...SLACK };
    for (const LAND_GITHUB of ['owner/name', 'owner@123/my.name@456']) {
      const { githubRepository } = readLandSettings({ ...heard, LAND_GITHUB });
      expect(githubRepository).to.equal(LAND_GITHUB);
    }
    const half = ['owner@123/name', 'owner/name@456', 'owner@me/name@456', 'owner@123@4/name@456'];
    const wrong = ['owner', 'owner/*', 'owner/name:ref', 'https://github.com/a/b'];
    for (const LAND_GITHUB of [...wrong, ...half]) {
      expect(() => readLandSettings({ ...heard, LAND_GITHUB }), LAND_GITHUB).to.throw(
        'LAND_GITHUB: a repository such as',
      );
    }
  });

  it('take the provider of GitHub that an account has already, and no other', () => {
    const heard = { ...DOMAIN, ...SLACK };
    const arn = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
    const { githubProviderArn } = readLandSettings({ ...heard, LAND_GITHUB_PROVIDER: arn });
    expect(githubProviderArn).to.equal(arn);
    for (const LAND_GITHUB_PROVIDER of [`${arn}.example`, arn.replace('token.', ''), 'github']) {
      expect(() => readLandSettings({ ...heard, LAND_GITHUB_PROVIDER })).to.throw(
        'LAND_GITHUB_PROVIDER: the ARN of an OIDC provider',
      );
    }
  });
});
