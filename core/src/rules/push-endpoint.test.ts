import { expect } from 'chai';
import { isLocalPushEndpoint, isPushEndpoint } from './push-endpoint.ts';

describe('the address of a push service', () => {
  it('is a public name by https', () => {
    for (const url of [
      'https://fcm.googleapis.com/fcm/send/abc:def',
      'https://updates.push.services.mozilla.com/wpush/v2/abc',
      'https://web.push.apple.com/abc',
      'https://wns2-par02p.notify.windows.com/w/?token=abc%3d',
      'https://push.example.co.kr:443/a',
    ]) {
      expect(isPushEndpoint(url), url).to.equal(true);
    }
  });

  it('is nothing inside, no bare address, no other port or protocol, and no place for a password', () => {
    for (const url of [
      ...['http://fcm.googleapis.com/a', 'ftp://push.example.com/a', 'file:///etc/passwd', ''],
      ...['https://127.0.0.1/a', 'https://10.0.0.5/a', 'https://[::1]/a', 'https://2130706433/a'],
      ...['https://0x7f.1/a', 'https://0177.0.0.1/a', 'https://169.254.169.254/latest/meta-data'],
      ...[
        'https://localhost/a',
        'https://mysql/a',
        'https://a.localhost/a',
        'https://db.internal/a',
      ],
      ...['https://printer.local/a', 'https://push.example.com:8443/a', 'https://u:p@push.com/a'],
      ...[
        'https://localhost./a',
        'https://push.example.com/a#b',
        `https://a.com/${'a'.repeat(1_000)}`,
      ],
    ]) {
      expect(isPushEndpoint(url), url).to.equal(false);
    }
  });

  it('may be on this machine as well on the local start, and nowhere else inside', () => {
    expect(isLocalPushEndpoint('http://127.0.0.1:9000/push')).to.equal(true);
    expect(isLocalPushEndpoint('https://web.push.apple.com/abc')).to.equal(true);
    for (const url of [
      'http://127.0.0.1.evil.com:1/',
      'http://10.0.0.1:80/',
      'https://10.0.0.1/a',
    ]) {
      expect(isLocalPushEndpoint(url), url).to.equal(false);
    }
  });
});
