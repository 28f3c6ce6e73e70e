import { expect } from 'chai';
import { RestoreWatch } from './restore-watch.ts';

describe('an api whose record is being restored', () => {
  let answer: () => Promise<unknown>;
  const warned: string[] = [];
  const watch = new RestoreWatch({
    db: { execute: () => answer() } as never,
    log: { warn: (event: string) => warned.push(event) } as never,
  });
  const tell = (isFree: number | null) => () => Promise.resolve([[{ isFree }]]);
  /** What becomes of a request: the code it is refused with, or that it goes on. */
  const comeOf = (url: string): string => {
    let came = '';
    const refuse = (error: unknown) => void (came = (error as { code: string }).code);
    const enter = watch.closing((_request, _response, next) => next(), refuse);
    enter({ url } as never, {} as never, () => (came = 'goes on'));
    return came;
  };

  it('lets everybody in while none is, or nobody knows', async () => {
    for (const isFree of [1, null]) {
      answer = tell(isFree);
      await watch.look();
      expect(comeOf('/api/v1/auctions')).to.equal('goes on');
      expect(watch.faults()).to.deep.equal([]);
    }
  });

  it('lets nobody in but those who ask for its health, and is not ready', async () => {
    answer = tell(0);
    await watch.look();
    for (const url of ['/api/v1/auctions', '/api/v1/users', '/', '/x?y=/healthz/live']) {
      expect(comeOf(url), url).to.equal('UNAVAILABLE');
    }
    for (const url of ['/healthz/live', '/healthz/ready']) expect(comeOf(url)).to.equal('goes on');
    expect(watch.faults()).to.deep.equal(['restore: one is under way']);
  });

  it('stays as it is while the record does not answer, which is said once', async () => {
    answer = () => Promise.reject(new Error('away'));
    await watch.look();
    await watch.look();
    expect(comeOf('/api/v1/auctions')).to.equal('UNAVAILABLE');
    expect(warned).to.deep.equal(['restore.not-looked']);
    answer = tell(1);
    await watch.look();
    expect(comeOf('/api/v1/auctions')).to.equal('goes on');
  });
});
