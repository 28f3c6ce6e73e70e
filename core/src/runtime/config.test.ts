import { expect } from 'chai';
import { z } from 'zod';
import { ConfigError, portSchema, readConfig } from './config.ts';

const shape = { PORT: portSchema, REDIS_URL: z.string(), HOST: z.string().default('127.0.0.1') };

describe('the configuration', () => {
  it('is read once, with defaults', () => {
    const config = readConfig(shape, { PORT: '3000', REDIS_URL: 'redis://x', OTHER: '1' });
    expect(config).to.deep.equal({ PORT: 3000, REDIS_URL: 'redis://x', HOST: '127.0.0.1' });
  });

  it('tells every fault at once, and counts an empty value as missing', () => {
    expect(() => readConfig(shape, { PORT: '70000', REDIS_URL: '' }))
      .to.throw(ConfigError)
      .with.property('message')
      .that.matches(/PORT: .*REDIS_URL: /);
  });
});
