import { expect } from 'chai';
import { REFUSAL_CODES, REFUSALS } from './errors.ts';

describe('the table of refusals', () => {
  it('has for each code a status of a refusal and a sentence in 해요체 without exclamation', () => {
    for (const code of REFUSAL_CODES) {
      const { status, message } = REFUSALS[code];
      expect(status, code).to.be.within(400, 503);
      expect(message, code).to.match(/[요]\.$/);
      expect(message, code).not.to.include('!');
    }
  });
});
