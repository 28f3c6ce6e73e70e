import { expect } from 'chai';
import { cookieIn, cookieName, isOverTls } from './session-cookies.ts';

const OVER_TLS = ['https://sagopalgo.example', 'http://other.example'];
const PLAIN = ['http://localhost:3000'];

describe('the name of a cookie', () => {
  it('has a browser hold it to TLS and to this host, where pages come over TLS', () => {
    expect(isOverTls(OVER_TLS)).to.equal(true);
    expect(cookieName(OVER_TLS, 'access')).to.equal('__Host-access');
    expect(cookieName(OVER_TLS, 'refresh')).to.equal('__Secure-refresh');
    expect(cookieName(OVER_TLS, 'viewer')).to.equal('__Secure-viewer');
    expect(cookieName(['https://sagopalgo.example:8443'], 'access')).to.equal('__Host-access_8443');
  });

  it('is plain where they do not, as a browser would not take it otherwise', () => {
    expect(isOverTls(PLAIN)).to.equal(false);
    expect(cookieName(PLAIN, 'access')).to.equal('access_3000');
    expect(cookieName(['http://a.example'], 'refresh')).to.equal('refresh');
  });

  it('is the only one that is read: another host can set the plain one', () => {
    const header = 'access=planted; __Host-access=own';
    expect(cookieIn(OVER_TLS, header, 'access')).to.equal('own');
    expect(cookieIn(OVER_TLS, 'access=planted', 'access')).to.equal(undefined);
    expect(cookieIn(OVER_TLS, undefined, 'access')).to.equal(undefined);
  });
});
