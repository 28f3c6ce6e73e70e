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

  it('puts what other names hold into a URL, escaped, and into nothing else', () => {
    const parts = { USER: 'a', PASSWORD: 'p@ss/word', REDIS_URL: 'redis://{USER}:{PASSWORD}@x' };
    expect(readConfig(shape, { PORT: '1', ...parts }).REDIS_URL).to.equal(
      'redis://a:p%40ss%2Fword@x',
    );
    expect(readConfig(shape, { PORT: '1', ...parts, HOST: '{USER}' }).HOST).to.equal('{USER}');
  });

  it('leaves a name that nobody has given a value as it is written', () => {
    const env = { PORT: '1', REDIS_URL: 'redis://{NOBODY}@x' };
    expect(readConfig(shape, env).REDIS_URL).to.equal('redis://{NOBODY}@x');
  });
});
