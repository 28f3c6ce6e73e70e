import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { WHOLE_ON_CLUSTER_AT_NIGHT } from './cluster-rooms.ts';
import { NIGHTLY, WHOLE_AT_NIGHT } from './nightly.ts';

describe('what is left to the night', () => {
  it('is there, and listens to what the night tells it', () => {
    for (const file of NIGHTLY) expect(existsSync(join(ROOT, file)), file).to.equal(true);
    for (const { files, env } of [WHOLE_AT_NIGHT, WHOLE_ON_CLUSTER_AT_NIGHT]) {
      const texts = files.map((file) => readFileSync(join(ROOT, file), 'utf8'));
      for (const name of Object.keys(env)) {
        for (const text of texts) expect(text).to.include(`process.env['${name}']`);
      }
    }
  });
});
