import { expect } from 'chai';
import { firstThatStarts, NoServiceError, sourcesToTry } from './sources.ts';
import type { Offers, Service, Source } from './sources.ts';

const nothing: Offers = {
  environment: () => false,
  docker: () => Promise.resolve(false),
  machine: () => false,
  apt: () => false,
};
const docker = () => Promise.resolve(true);
const yes = () => true;

describe('where a server comes from', () => {
  it('is the environment before anything else, and then nothing else', async () => {
    const offers: Offers = { environment: yes, docker, machine: yes, apt: yes };
    expect(await sourcesToTry(offers)).to.deep.equal(['environment']);
  });

  it('is Docker, then the machine', async () => {
    const offers: Offers = { ...nothing, docker, machine: yes, apt: yes };
    expect(await sourcesToTry(offers)).to.deep.equal(['docker', 'machine']);
  });

  it('is an installation only where the machine has no server', async () => {
    expect(await sourcesToTry({ ...nothing, machine: yes, apt: yes })).to.deep.equal(['machine']);
    expect(await sourcesToTry({ ...nothing, apt: yes })).to.deep.equal(['apt']);
  });

  it('does not ask Docker when the environment names a server', async () => {
    let asked = false;
    await sourcesToTry({
      ...nothing,
      environment: yes,
      docker: () => {
        asked = true;
        return docker();
      },
    });
    expect(asked).to.equal(false);
  });
});

describe('starting from the sources', () => {
  const served = (source: Source) => (): Promise<Service> =>
    Promise.resolve({ url: 'redis://x', source, stop: () => Promise.resolve() });
  const broken = () => Promise.reject(new Error('it is broken'));
  const starters = {
    environment: served('environment'),
    docker: served('docker'),
    machine: served('machine'),
    apt: served('apt'),
  };

  it('goes on to the next when one fails, and says so', async () => {
    const said: string[] = [];
    const tried = { ...starters, docker: broken };
    const log = (line: string): void => void said.push(line);
    const service = await firstThatStarts('Redis', 'none', ['docker', 'machine'], tried, log);
    expect(service.source).to.equal('machine');
    expect(said.join()).to.include('it is broken').and.to.include('another way');
  });

  it('says what to install when nothing can be had', async () => {
    const failure = await firstThatStarts(
      'Redis',
      'Install it.',
      [],
      starters,
      () => undefined,
    ).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(NoServiceError).with.property('message', 'Install it.');
  });

  it('takes nothing in the place of a server that was named and does not answer', async () => {
    const tried = { ...starters, environment: broken };
    const failure = await firstThatStarts(
      'Redis',
      '',
      ['environment'],
      tried,
      () => undefined,
    ).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(NoServiceError).with.property('message', 'it is broken');
  });
});
