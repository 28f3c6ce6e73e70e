import { expect } from 'chai';
import { kstMidnightMs } from './kst.ts';
import { whenNotQuietMs } from './quiet-hours.ts';
import type { QuietHours } from './quiet-hours.ts';

const at = (day: string, time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return kstMidnightMs(day) + (hours * 60 + minutes) * 60_000;
};
const NIGHT: QuietHours = { fromMinute: 22 * 60, toMinute: 8 * 60 };
const NOON: QuietHours = { fromMinute: 12 * 60, toMinute: 13 * 60 };

describe('quiet hours', () => {
  it('put off to their end what falls into them, over midnight too', () => {
    const morningMs = at('2026-11-29', '08:00');
    expect(whenNotQuietMs(at('2026-11-28', '22:00'), NIGHT)).to.equal(morningMs);
    expect(whenNotQuietMs(at('2026-11-28', '23:59') + 59_999, NIGHT)).to.equal(morningMs);
    expect(whenNotQuietMs(at('2026-11-29', '00:00'), NIGHT)).to.equal(morningMs);
    expect(whenNotQuietMs(at('2026-11-29', '07:59') + 59_999, NIGHT)).to.equal(morningMs);
    const lunchMs = at('2026-11-28', '13:00');
    expect(whenNotQuietMs(at('2026-11-28', '12:30'), NOON)).to.equal(lunchMs);
  });

  it('leave everything else where it is', () => {
    for (const [atMs, quiet] of [
      [at('2026-11-28', '21:59') + 59_999, NIGHT],
      [at('2026-11-28', '08:00'), NIGHT],
      [at('2026-11-28', '11:59'), NOON],
      [at('2026-11-28', '13:00'), NOON],
      [at('2026-11-28', '03:00'), null],
      [at('2026-11-28', '12:00'), { fromMinute: 720, toMinute: 720 }],
    ] as const) {
      expect(whenNotQuietMs(atMs, quiet)).to.equal(atMs);
    }
  });
});
