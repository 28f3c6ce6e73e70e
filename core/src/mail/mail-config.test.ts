import { expect } from 'chai';
import { ConfigError, readConfig } from '../runtime/config.ts';
import { mailShape } from './mail-config.ts';

const read = (env: Record<string, string>) => readConfig(mailShape(env), env);
const PRODUCTION = {
  DEPLOYMENT: 'production',
  SMTP_URL: 'smtps://us%40er:p%20w@mail.sagopalgo.kr',
  MAIL_FROM: '사고팔고 <no-reply@sagopalgo.kr>',
};

describe('what is told of the mail server', () => {
  it('must be said in production, which is what is meant when nothing is said', () => {
    for (const env of [{}, { DEPLOYMENT: 'production' }, { ...PRODUCTION, SMTP_URL: '' }]) {
      expect(() => read(env)).to.throw(ConfigError, /SMTP_URL/);
    }
    const { MAIL_FROM: _, ...unsaid } = PRODUCTION;
    expect(() => read(unsaid)).to.throw(ConfigError, /MAIL_FROM/);
  });

  it('demands encryption in production unless somebody says otherwise', () => {
    expect(read(PRODUCTION)).to.include({ SMTP_TLS: 'required' });
    expect(read({ ...PRODUCTION, SMTP_TLS: 'tried' })).to.include({ SMTP_TLS: 'tried' });
    expect(() => read({ ...PRODUCTION, SMTP_TLS: 'never' })).to.throw(ConfigError, /SMTP_TLS/);
  });

  it('is the catcher on this machine where nothing else is said on the local start', () => {
    expect(read({ DEPLOYMENT: 'local' })).to.include({
      ...{ SMTP_URL: 'smtp://127.0.0.1:1025', SMTP_TLS: 'tried' },
    });
  });

  it('is no web address, and the sender is one address in one line', () => {
    for (const url of ['http://mail.test', 'mail.test:25', 'smtp:']) {
      expect(() => read({ ...PRODUCTION, SMTP_URL: url }), url).to.throw(ConfigError, /SMTP_URL/);
    }
    for (const from of ['사고팔고', 'a@b@c', 'A <a@b', 'A <a@b>\r\nBcc: c@d', 'a@b, c@d']) {
      expect(() => read({ ...PRODUCTION, MAIL_FROM: from }), from).to.throw(ConfigError);
    }
    expect(read({ ...PRODUCTION, MAIL_FROM: 'a@b.kr' })).to.include({ MAIL_FROM: 'a@b.kr' });
  });

  it('names no password in what is wrong', () => {
    const env = { ...PRODUCTION, SMTP_URL: 'ftp://user:the-password@mail.test' };
    expect(() => read(env))
      .to.throw(ConfigError)
      .and.not.match(/the-password/);
  });
});
