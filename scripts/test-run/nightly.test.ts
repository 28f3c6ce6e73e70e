import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { NIGHTLY_CLUSTER_TESTS } from './cluster-rooms.ts';
import { NIGHTLY, WHOLE_AT_NIGHT } from './nightly.ts';

describe('what is left to the night', () => {
  it('is there, and listens to what the night tells it', () => {
    const whole = WHOLE_AT_NIGHT.map(({ file }) => file);
    for (const file of [...NIGHTLY, ...NIGHTLY_CLUSTER_TESTS, ...whole]) {
      expect(existsSync(join(ROOT, file)), file).to.equal(true);
    }
    for (const { file, env } of WHOLE_AT_NIGHT) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      for (const name of Object.keys(env)) expect(text).to.include(`process.env['${name}']`);
    }
  });
});
