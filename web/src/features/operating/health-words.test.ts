import { expect } from 'chai';
import { agoWords, isSilent, toldWords, windowFacts, windowsWords } from './health-words.ts';

describe('what is said of the rooms', () => {
  it('tells how long ago something was', () => {
    expect(agoWords(100_000, 100_000)).to.equal('방금');
    expect(agoWords(0, 59_999)).to.equal('방금');
    expect(agoWords(0, 723_000)).to.equal('12분 3초 전');
    // Another machine's clock may be ahead.
    expect(agoWords(5_000, 0)).to.equal('방금');
  });

  it('takes a process for silent after a few missed words', () => {
    expect(isSilent({ atMs: 0 }, 15_000)).to.equal(false);
    expect(isSilent({ atMs: 0 }, 15_001)).to.equal(true);
  });

  const window = {
    ...{ watchers: 12_345, behind: 3, away: 0, deliveriesPerS: 1_200 },
    ...{ fanOutMaxMs: 3.1, heardAfterMaxMs: null },
  };

  it('tells to the second when a process last told of itself', () => {
    expect(toldWords(0, 3_900)).to.equal('3초 전에 알렸어요');
    expect(toldWords(0, 723_000)).to.equal('12분 3초 전에 알렸어요');
    expect(toldWords(5_000, 0)).to.equal('0초 전에 알렸어요');
  });

  it('tells how a window shows, and what it had nothing of', () => {
    expect(Object.fromEntries(windowFacts(window))).to.deep.equal({
      ...{ 연결: '12,345개', '보내는 소식': '1초에 1,200건', '밀린 연결': '3개' },
      ...{ '한 번 보내기': '가장 길게 3.1ms', '입찰이 닿기까지': '최근 10초에는 없어요' },
      '못 읽는 경매': '0개',
    });
  });

  it('counts the windows that show, and not those that are silent', () => {
    const room = { room: 'sse-server', instance: 'a', atMs: 100_000, faults: [], window };
    const api = { ...room, room: 'api', window: null };
    const gone = { ...room, atMs: 0 };
    const told = (rooms: (typeof room | typeof api)[]) =>
      windowsWords({ rooms, serverNowMs: 101_000 });
    expect(told([room, room, api, gone])).to.equal('실시간 창 2개, 연결 24,690개');
    expect(told([api, gone])).to.equal('살아 있는 실시간 창이 없어요.');
  });
});
