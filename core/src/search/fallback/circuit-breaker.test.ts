import { expect } from 'chai';
import { RefusalError } from '../../contracts/errors.ts';
import { SearchAwayError } from '../auction-search.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

const away = (): Promise<string> => Promise.reject(new SearchAwayError('away'));
const there = (): Promise<string> => Promise.resolve('answer');

describe('a circuit breaker', () => {
  let nowMs = 0;
  let told: string[] = [];
  let asked = 0;
  let breaker = newBreaker();

  beforeEach(() => {
    nowMs = 1_000;
    told = [];
    asked = 0;
    breaker = newBreaker();
  });

  function newBreaker(): CircuitBreaker {
    return new CircuitBreaker({
      nowMs: () => nowMs,
      opened: () => void told.push('opened'),
      closed: () => void told.push('closed'),
    });
  }

  /** What became of a piece of work, or the name of its error. */
  const outcome = (work: () => Promise<string>): Promise<string> => {
    const counted = (): Promise<string> => {
      asked += 1;
      return work();
    };
    return breaker.run(counted).catch((error: Error) => error.name);
  };

  const failThrice = async (): Promise<void> => {
    for (let time = 0; time < 3; time += 1) await outcome(away);
  };

  it('lets work through while it is answered', async () => {
    expect(await outcome(there)).to.equal('answer');
    expect(told).to.deep.equal([]);
  });

  it('lets nothing through after three failures in a row, and says so once', async () => {
    await failThrice();
    expect(await outcome(there)).to.equal('SearchAwayError');
    expect(asked).to.equal(3);
    expect(told).to.deep.equal(['opened']);
  });

  it('begins to count anew after an answer', async () => {
    for (const work of [away, away, there, away, away]) await outcome(work);
    expect(await outcome(there)).to.equal('answer');
    expect(told).to.deep.equal([]);
  });

  it('lets one try after a while, and the others when that was answered', async () => {
    await failThrice();
    nowMs += 5_000;
    const trial = Promise.withResolvers<string>();
    const trying = outcome(() => trial.promise);
    expect(await outcome(there)).to.equal('SearchAwayError');
    trial.resolve('answer');
    expect(await trying).to.equal('answer');
    expect(await outcome(there)).to.equal('answer');
    expect(told).to.deep.equal(['opened', 'closed']);
  });

  it('waits again when the one that tried failed', async () => {
    await failThrice();
    nowMs += 5_000;
    await outcome(away);
    nowMs += 4_999;
    expect(await outcome(there)).to.equal('SearchAwayError');
    nowMs += 1;
    expect(await outcome(there)).to.equal('answer');
    expect(told).to.deep.equal(['opened', 'closed']);
  });

  it('takes no refusal for an outage, and lets others try after one', async () => {
    const refused = () => Promise.reject(new RefusalError('INVALID_REQUEST'));
    await failThrice();
    nowMs += 5_000;
    expect(await outcome(refused)).to.equal('RefusalError');
    expect(await outcome(there)).to.equal('answer');
  });
});
