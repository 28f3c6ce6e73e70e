import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { smtpPassword } from './smtp-password.ts';

const COMMAND = fileURLToPath(new URL('mail-secret.ts', import.meta.url));

describe('the password at the mail server of AWS', () => {
  it('is the one that others work out as well, for each region its own', () => {
    for (const [region, key, password] of [
      ['eu-central-1', 'some+secret+key', 'BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2'],
      ['eu-central-1', 'another+secret+key', 'BBbphbrQmrKMx42d1N6+C7VINYEBGI5v9VsZeTxwskfh'],
      ['us-west-1', 'some+secret+key', 'BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj'],
    ] as const) {
      expect(smtpPassword(key, region)).to.equal(password);
    }
  });

  it('comes with its user as the secret of the mail server has them', () => {
    const key = { AccessKeyId: 'AKIA0123', SecretAccessKey: 'some+secret+key', Status: 'Active' };
    const run = (input: string) =>
      execFileSync(process.execPath, [COMMAND], { input, stdio: 'pipe' }).toString();
    expect(JSON.parse(run(JSON.stringify(key)))).to.deep.equal({
      user: 'AKIA0123',
      password: smtpPassword('some+secret+key', 'ap-northeast-2'),
    });
    expect(() => run('{}')).to.throw();
  });
});
