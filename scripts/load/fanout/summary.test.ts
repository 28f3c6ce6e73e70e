import { expect } from 'chai';
import { medianOf, summarizeFanOut } from './summary.ts';
import type { Sample } from './summary.ts';
import { judgeTargets, TARGETS } from './targets.ts';
import { SCENES } from './scenes.ts';
import { PEERS } from './peers.ts';

const sample = (peer: string, cpuUs: number, scene = 'cpu'): Sample => ({
  ...{ scene, peer },
  figures: { cpuUs },
});

const CPU_ONLY = { scenes: ['cpu'], failedScenes: new Set<string>() };

describe('the summary of a fan-out', () => {
  it('takes the median of the rounds, between the two in the middle where they are even', () => {
    const odd = [sample('ours', 9), sample('ours', 1), sample('ours', 2)];
    expect(medianOf(odd, 'cpu', 'ours', 'cpuUs')).to.equal(2);
    expect(medianOf(odd.slice(0, 2), 'cpu', 'ours', 'cpuUs')).to.equal(5);
    expect(medianOf(odd, 'cpu', 'nchan', 'cpuUs')).to.equal(null);
    expect(medianOf(odd, 'war', 'ours', 'cpuUs')).to.equal(null);
  });

  it('shows each server, and ours in ratio to it', () => {
    const samples = [sample('ours', 8), sample('nchan', 10), sample('mercure', 16)];
    const lines = summarizeFanOut(samples, [], CPU_ONLY).text.split('\n');
    expect(lines[0]).to.match(/^cpu +rounds +cpuUs +ours\/cpuUs$/);
    expect(lines[2]).to.match(/^nchan +1 +10 +0\.80$/);
    expect(lines[3]).to.match(/^mercure +1 +16 +0\.50$/);
  });

  it('tells what became of the targets of the scenes that were run, and of no others', () => {
    const samples = [sample('ours', 8), sample('nchan', 9)];
    const { text, isReached } = summarizeFanOut(samples, TARGETS, CPU_ONLY);
    expect(text).to.match(/MISSED +cpu +CPU per delivery to nchan's: 0\.89 \(at most 0\.8\)/);
    expect(text).to.match(/not measured +cpu +CPU per delivery to mercure's: - /);
    expect(text).not.to.match(/war/);
    expect(isReached).to.equal(false);
  });

  it('takes a run of ours that came to nothing for a target that was missed', () => {
    const failed = { ...CPU_ONLY, failedScenes: new Set(['cpu']) };
    const samples = [sample('ours', 1), sample('nchan', 9)];
    const { text, isReached } = summarizeFanOut(samples, TARGETS, failed);
    expect(text).to.match(/MISSED +cpu +CPU per delivery to nchan's: -/);
    expect(isReached).to.equal(false);
  });
});

describe('the targets of the window', () => {
  const judge = (value: number, bound: object) =>
    judgeTargets([{ scene: 'cpu', figure: 'f', about: 'it', ...bound }], () => value)[0];

  it('are reached at their bound and missed beyond it', () => {
    expect(judge(350, { atMost: 350 })?.isReached).to.equal(true);
    expect(judge(351, { atMost: 350 })?.isReached).to.equal(false);
    expect(judge(1.15, { below: 1.15 })?.isReached).to.equal(false);
    expect(judge(1.149, { below: 1.15 })?.isReached).to.equal(true);
    expect(judge(1.2, { atLeast: 1.2 })?.isReached).to.equal(true);
    expect(judge(1.1, { atLeast: 1.2 })?.isReached).to.equal(false);
  });

  it('are not measured where who was kept waiting might have done better', () => {
    const target = {
      ...{ scene: 'cpu', figure: 'f', against: 'nchan', atLeast: 1.2, about: 'it' },
      provided: { figure: 'busy', atLeast: 0.9 },
    };
    const judged = (ours: { does: number; busy: number }, othersBusy: number) =>
      judgeTargets([target], (_scene, peer, figure) => {
        if (figure === 'busy') return peer === 'ours' ? ours.busy : othersBusy;
        return peer === 'ours' ? ours.does : 2;
      })[0];
    expect(judged({ does: 3, busy: 1 }, 0.95)).to.include({ value: 1.5, isReached: true });
    expect(judged({ does: 3, busy: 0.3 }, 0.95)).to.include({ value: 1.5, isReached: true });
    expect(judged({ does: 2, busy: 0.3 }, 0.95)).to.include({ value: 1, isReached: null });
    expect(judged({ does: 2, busy: 1 }, 0.95)).to.include({ value: 1, isReached: false });
    expect(judged({ does: 3, busy: 1 }, 0.4)).to.include({ value: 1.5, isReached: null });
  });

  it('are judged by the ratio where another server is named', () => {
    const target = { scene: 'cpu', figure: 'f', against: 'nchan', atMost: 0.8, about: 'it' };
    const figures: Record<string, number> = { ours: 4, nchan: 5 };
    const [verdict] = judgeTargets([target], (_scene, peer) => figures[peer] ?? null);
    expect(verdict).to.include({ value: 0.8, isReached: true });
    const [lacking] = judgeTargets([target], (_scene, peer) => (peer === 'ours' ? 4 : null));
    expect(lacking).to.include({ value: null, isReached: null });
  });

  it('name scenes and servers that there are', () => {
    const scenes = SCENES.map(({ name }) => name);
    const peers = PEERS.map(({ name }) => name);
    expect(scenes).to.include.members(TARGETS.map(({ scene }) => scene));
    expect(peers).to.include.members(TARGETS.flatMap(({ against }) => against ?? []));
  });
});
