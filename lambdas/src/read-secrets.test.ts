import process from 'node:process';
import { expect } from 'chai';
import { openSecretsDoor } from '@sagopalgo/core/testing/secrets-door.ts';
import type { SecretsDoor } from '@sagopalgo/core/testing/secrets-door.ts';
import { wholeEnvironment } from './config.ts';
import { readSecrets } from './read-secrets.ts';

const PLACE = 'arn:aws:secretsmanager:ap-northeast-2:000000000000:secret';
const [MYSQL, TOKEN, EMPTY] = [`${PLACE}:mysql-Ab12Cd`, `${PLACE}:token-Ef34Gh`, `${PLACE}:empty`];
const SECRETS = {
  [MYSQL]: JSON.stringify({ username: 'sagopalgo', password: 'p@ss/word', port: 3306 }),
  [TOKEN]: 'quite-a-long-secret',
  [EMPTY]: 'no JSON',
};

describe('the secrets of a Lambda', () => {
  let door: SecretsDoor;
  let before: NodeJS.ProcessEnv;
  beforeEach(async () => {
    door = await openSecretsDoor(SECRETS);
    before = { ...process.env };
    Object.assign(process.env, door.env);
  });
  afterEach(async () => {
    process.env = before;
    await door.close();
  });

  it('are read by their ARN, whole or a field of them, each asked for once', async () => {
    const list = { A: `${MYSQL}:username::`, B: `${MYSQL}:password::`, C: TOKEN };
    expect(await readSecrets(JSON.stringify(list))).to.deep.equal({
      ...{ A: 'sagopalgo', B: 'p@ss/word', C: 'quite-a-long-secret' },
    });
    expect(door.asked.toSorted()).to.deep.equal([MYSQL, TOKEN]);
  });

  it('are nothing where none are named, and nobody is asked', async () => {
    expect(await readSecrets(undefined)).to.deep.equal({});
    expect(await readSecrets('')).to.deep.equal({});
    expect(door.asked).to.deep.equal([]);
  });

  it('go before what the environment says itself', async () => {
    Object.assign(process.env, { TOKEN: 'old', SECRETS: JSON.stringify({ TOKEN }) });
    expect(await wholeEnvironment()).to.include({ TOKEN: 'quite-a-long-secret' });
  });

  for (const [what, place, says] of [
    ['is not there', `${PLACE}:gone`, 'no such secret'],
    ['lacks the field', `${MYSQL}:hostname::`, 'has no field hostname'],
    ['has no fields at all', `${EMPTY}:username::`, 'has no field username'],
    ['is no ARN', 'mysql', 'the ARN of a secret'],
  ] as const) {
    it(`stop whoever asks for one that ${what}, without a value in the message`, async () => {
      let message = '';
      await readSecrets(JSON.stringify({ A: place })).catch((error: Error) => {
        ({ message } = error);
      });
      expect(message).to.include(says).and.not.include('p@ss');
    });
  }
});
