import { expect } from 'chai';
import { KeptConnections } from './kept-connections.ts';

describe('what a Lambda keeps from one event to the next', () => {
  const opening = (failures = 0) => {
    const told = { opened: 0, ended: 0 };
    const kept = new KeptConnections(() => {
      told.opened += 1;
      if (told.opened <= failures) throw new Error('away');
      return {
        end: () => {
          told.ended += 1;
          return Promise.resolve();
        },
      };
    });
    return { kept, told };
  };

  it('is opened once, however many events come at once', async () => {
    const { kept, told } = opening();
    const [one, other] = await Promise.all([kept.get(), kept.get()]);
    expect(one).to.equal(other);
    expect(told).to.deep.equal({ opened: 1, ended: 0 });
  });

  it('is tried again by the next event where it could not be opened', async () => {
    const { kept, told } = opening(1);
    const failure = await kept.get().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).and.include({ message: 'away' });
    await kept.get();
    expect(told.opened).to.equal(2);
  });

  it('is ended once, and opened anew by whoever asks after that', async () => {
    const { kept, told } = opening();
    await kept.end();
    await kept.get();
    await Promise.all([kept.end(), kept.end()]);
    await kept.get();
    expect(told).to.deep.equal({ opened: 2, ended: 1 });
  });
});
