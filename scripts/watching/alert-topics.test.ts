import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { alertManagerDefinition } from '@sagopalgo/infra/stacks/watch/alert-files.ts';
import { watchPrograms } from '../services/watch-programs.ts';
import { openSlackDesk } from './slack-desk.ts';
import type { SlackDesk } from './slack-desk.ts';
import { runAlertmanager } from './watching-servers.ts';
import type { WatchingServer } from './watching-servers.ts';

const [WORDS, SLACK] = ['alerts', 'alerts-slack'].map(
  (name) => `arn:aws:sns:ap-northeast-2:123456789012:sagopalgo-${name}`,
);
const SUBJECT_MAX = 100;

const definitionSchema = z.object({ alertmanager_config: z.string() });
const receiverSchema = z.looseObject({ sns_configs: z.array(z.looseObject({})).default([]) });
const configSchema = z.looseObject({ receivers: z.array(receiverSchema) });
const alertsSchema = z.array(z.object({ status: z.object({ inhibitedBy: z.array(z.string()) }) }));
const noticeSchema = z.object({
  version: z.literal('1.0'),
  source: z.literal('custom'),
  content: z.object({
    textType: z.literal('client-markdown'),
    title: z.string(),
    description: z.string(),
  }),
});

const programs = watchPrograms();

describe('the alert manager of the land, run as one of our own', function alerting() {
  this.timeout(60_000);
  if (!programs) return;
  let dir: string;
  let desk: SlackDesk;
  let server: WatchingServer;

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'sagopalgo-alerts-'));
    desk = await openSlackDesk();
    const file = join(dir, 'alertmanager.yml');
    writeFileSync(file, spokenTo(new URL(desk.url).origin));
    server = await runAlertmanager(programs.alertmanager, dir, file);
    await tell(
      server.url,
      { alertname: 'RefundsRefused', severity: 'ticket' },
      'Toss said "no" \\',
    );
    await tell(server.url, { alertname: 'Heartbeat', severity: 'heartbeat' }, 'all is well');
    await tell(server.url, { alertname: 'RedisAway', severity: 'page' }, 'Redis does not answer');
    await tell(server.url, { alertname: 'StreamStale', severity: 'page' }, 'follows from Redis');
  });
  after(async () => {
    await server.stop();
    await desk.close();
    rmSync(dir, { recursive: true });
  });

  const published = async (topic: string | undefined, alert: string): Promise<URLSearchParams> =>
    await eventually(() =>
      Promise.resolve(
        desk.messages
          .map((message) => new URLSearchParams(message))
          .find((each) => each.get('TopicArn') === topic && each.get('Message')?.includes(alert)),
      ),
    );

  it('says in words what is wrong and where it says what to do', async () => {
    const said = await published(WORDS, 'RedisAway');
    const subject = said.get('Subject') ?? '';
    expect(subject).to.equal('Sagopalgo [page] RedisAway');
    expect(subject).to.have.length.below(SUBJECT_MAX);
    expect(said.get('Message')).to.include('Redis does not answer');
    expect(said.get('Message')).to.include('What to do: infra/runbooks/some-page.md');
  });

  it('says it to Slack in the form that is shown there, whatever is in it', async () => {
    const message = (await published(SLACK, 'RefundsRefused')).get('Message') ?? '';
    const { content } = noticeSchema.parse(JSON.parse(message));
    expect(content.title).to.equal('[ticket] RefundsRefused');
    expect(content.description).to.include("Toss said 'no' '");
    expect(content.description).to.include('\nWhat to do: infra/runbooks/some-page.md');
  });

  it('does not say beside what is away what follows from it', async () => {
    await published(WORDS, 'RedisAway');
    await published(WORDS, 'RefundsRefused');
    expect(desk.messages.join()).not.to.include('StreamStale');
  });

  it('has no heart that beats while what is wrong does not get out to anybody', async () => {
    const held = async () => {
      const answer = await fetch(`${server.url}/api/v2/alerts?filter=alertname%3D%22Heartbeat%22`);
      return alertsSchema.parse(await answer.json()).flatMap(({ status }) => status.inhibitedBy);
    };
    expect(await held()).to.deep.equal([]);
    await tell(server.url, { alertname: 'AlertsUnsent', severity: 'page' }, 'SNS is not reached');
    await eventually(async () => ((await held()).length > 0 ? true : undefined));
  });

  it('says nothing to anybody of a heart that beats', async () => {
    await published(WORDS, 'RefundsRefused');
    expect(desk.messages.join()).not.to.include('Heartbeat');
  });
});

/** What AWS would be given, with a stand-in for SNS where AWS puts its own. */
function spokenTo(api_url: string): string {
  const definition = alertManagerDefinition({ words: WORDS ?? '', slack: SLACK ?? '' });
  const { alertmanager_config } = definitionSchema.parse(parse(definition));
  const config = configSchema.parse(JSON.parse(alertmanager_config));
  const sigv4 = { region: 'ap-northeast-2', access_key: 'nobody', secret_key: 'nothing' };
  const receivers = config.receivers.map(({ sns_configs, ...receiver }) => ({
    ...receiver,
    sns_configs: sns_configs.map((each) => ({ ...each, api_url, sigv4 })),
  }));
  const text = JSON.stringify({ ...config, receivers });
  return text.replaceAll(/"group_wait":"\w+"/g, '"group_wait":"1s"');
}

async function tell(url: string, labels: Record<string, string>, summary: string): Promise<void> {
  const annotations = { summary, runbook: 'infra/runbooks/some-page.md' };
  const answer = await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ labels, annotations }]),
  });
  expect(answer.status).to.equal(200);
}
