import { expect } from 'chai';
import { newVapidKey, pushPageShape, pushShape, vapidKeysOf } from './push-config.ts';
import { ConfigError, readConfig } from '../runtime/config.ts';

describe('what is told of pushes', () => {
  it('is a pair of keys, or nothing', () => {
    const VAPID_PRIVATE_KEY = newVapidKey();
    const { publicKey } = vapidKeysOf(VAPID_PRIVATE_KEY);
    expect(readConfig(pushShape, { VAPID_PRIVATE_KEY })).to.include({ VAPID_PRIVATE_KEY });
    const page = readConfig(pushPageShape, { VAPID_PUBLIC_KEY: publicKey });
    expect(page.VAPID_PUBLIC_KEY).to.equal(publicKey);
    expect(readConfig(pushShape, { VAPID_PRIVATE_KEY: '' })).not.to.have.property(
      'VAPID_PRIVATE_KEY',
    );
  });

  it('is refused where it is no key, or nobody that could be written to', () => {
    for (const VAPID_PRIVATE_KEY of ['x', 'A'.repeat(43), 'A'.repeat(44), `${newVapidKey()}AA`]) {
      expect(() => readConfig(pushShape, { VAPID_PRIVATE_KEY })).to.throw(ConfigError);
    }
    for (const VAPID_SUBJECT of ['ops', 'http://sagopalgo.kr', 'mailto:']) {
      expect(() => readConfig(pushShape, { VAPID_SUBJECT }), VAPID_SUBJECT).to.throw(ConfigError);
    }
    expect(() => readConfig(pushPageShape, { VAPID_PUBLIC_KEY: 'short' })).to.throw(ConfigError);
  });
});
