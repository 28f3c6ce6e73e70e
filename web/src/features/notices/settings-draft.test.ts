import { expect } from 'chai';
import { choicesOf } from '@sagopalgo/core/rules/notice-kinds.ts';
import { minuteOf, timeOf, withChoice } from './settings-draft.ts';

describe('choosing how one is told', () => {
  it('changes one kind by one way, and nothing else', () => {
    const settings = { choices: choicesOf(null), quietHours: null };
    const changed = withChoice(settings, 'outbid', 'mail', true);
    expect(changed.choices.outbid).to.deep.equal({ mail: true, push: true });
    expect(changed.choices.won).to.deep.equal(settings.choices.won);
    expect(settings.choices.outbid.mail).to.equal(false);
  });

  it('has times as a field has them, and takes nothing else for one', () => {
    for (const minute of [0, 59, 60, 480, 1320, 1439]) {
      expect(minuteOf(timeOf(minute))).to.equal(minute);
    }
    for (const text of ['', '24:00', '8:00', '08:60', '08:00:00', 'x']) {
      expect(minuteOf(text), text).to.equal(null);
    }
  });
});
