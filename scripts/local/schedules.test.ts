import { expect } from 'chai';
import { dueSchedules, scheduledEvent } from './schedules.ts';

const kst = (time: string): number => Date.parse(`${time}+09:00`);
const due = (after: string, until: string): string[] =>
  dueSchedules(kst(after), kst(until)).map(({ name }) => name);

describe('the schedules that are due', () => {
  it('open the day at 09:00:00.000 in Seoul and not a millisecond before', () => {
    expect(due('2026-03-01T08:59:58.999', '2026-03-01T08:59:59.999')).to.deep.equal([]);
    expect(due('2026-03-01T08:59:59.999', '2026-03-01T09:00:00.000')).to.deep.equal([
      'daily-opening',
      'sweep',
    ]);
    expect(due('2026-03-01T09:00:00.000', '2026-03-01T09:00:01.000')).to.deep.equal([]);
  });

  it('close the day at 18:00:00.000 in Seoul', () => {
    expect(due('2026-03-01T17:59:59.000', '2026-03-01T17:59:59.999')).to.deep.equal([]);
    expect(due('2026-03-01T17:59:59.999', '2026-03-01T18:00:00.000')).to.deep.equal([
      'daily-closing',
      'sweep',
    ]);
  });

  it('do nothing at midnight but sweep', () => {
    expect(due('2026-02-28T23:59:59.500', '2026-03-01T00:00:00.500')).to.deep.equal(['sweep']);
  });

  it('clear at 04:00 in Seoul', () => {
    expect(due('2026-03-01T03:59:59.999', '2026-03-01T04:00:00.000')).to.deep.equal([
      'daily-clearing',
      'sweep',
    ]);
  });

  it('sweep once a minute, whole minutes only', () => {
    expect(due('2026-03-01T10:00:00.000', '2026-03-01T10:00:59.999')).to.deep.equal([]);
    expect(due('2026-03-01T10:00:59.999', '2026-03-01T10:01:00.000')).to.deep.equal(['sweep']);
    expect(due('2026-03-01T10:00:00.000', '2026-03-01T10:07:30.000')).to.deep.equal(['sweep']);
  });

  it('come once each after a sleep of several days, with their latest moments', () => {
    const found = dueSchedules(kst('2026-03-01T12:00:00'), kst('2026-03-04T10:30:10'));
    expect(found).to.deep.equal([
      { name: 'daily-closing', atMs: kst('2026-03-03T18:00:00') },
      { name: 'daily-reconciliation', atMs: kst('2026-03-03T19:00:00') },
      { name: 'daily-clearing', atMs: kst('2026-03-04T04:00:00') },
      { name: 'daily-opening', atMs: kst('2026-03-04T09:00:00') },
      { name: 'sweep', atMs: kst('2026-03-04T10:30:00') },
    ]);
  });

  it('stay away when the clock is set back', () => {
    expect(due('2026-03-01T18:00:00.500', '2026-03-01T17:59:00.000')).to.deep.equal([]);
    expect(due('2026-03-01T09:00:00.000', '2026-03-01T09:00:00.000')).to.deep.equal([]);
  });
});

describe('a scheduled event', () => {
  it('has the shape that EventBridge Scheduler sends', () => {
    const event = scheduledEvent('daily-closing', kst('2026-03-01T18:00:00.123'));
    expect(event).to.deep.include({
      version: '0',
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: '2026-03-01T09:00:00Z',
      detail: {},
    });
    expect(event.resources[0]).to.match(/^arn:aws:scheduler:.*\/daily-closing$/);
    expect(event.id).not.to.equal(scheduledEvent('daily-closing', 0).id);
  });
});
