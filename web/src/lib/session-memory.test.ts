import { expect } from 'chai';
import { fakeStorage } from '../testing/fake-storage.ts';
import {
  endSession,
  forgetSession,
  onSessionEnd,
  rememberSession,
  watchSession,
} from './session-memory.ts';

describe('the memory of who is signed in', () => {
  const names = ['localStorage', 'addEventListener', 'removeEventListener'] as const;
  const stood = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  let heard: string[];
  let stop: () => void;

  beforeEach(() => {
    heard = [];
    const listeners = new Set<(event: { key: string }) => void>();
    const storage = fakeStorage((key) => {
      for (const listener of listeners) listener({ key });
    });
    const values = [storage, add, remove];
    function add(_type: string, listener: () => void) {
      listeners.add(listener);
    }
    function remove(_type: string, listener: () => void) {
      listeners.delete(listener);
    }
    for (const [index, name] of names.entries()) {
      const value = values[index];
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
    stop = watchSession(() => heard.push('changed'));
  });
  afterEach(() => {
    stop();
    for (const [index, name] of names.entries()) {
      const before = stood[index];
      if (before) Object.defineProperty(globalThis, name, before);
      else Reflect.deleteProperty(globalThis, name);
    }
  });

  it('tells the other tabs of a sign-in over another person’s, and of no renewal', () => {
    rememberSession('a');
    rememberSession('a');
    expect(heard).to.deep.equal(['changed']);
    rememberSession('b');
    expect(heard).to.deep.equal(['changed', 'changed']);
    forgetSession();
    expect(heard).to.deep.equal(['changed', 'changed', 'changed']);
  });

  it('tells this tab, too, of a sign-in that has ended by itself', () => {
    const stopHere = onSessionEnd(() => heard.push('ended'));
    rememberSession('a');
    endSession();
    expect(heard).to.deep.equal(['changed', 'changed', 'ended']);
    stopHere();
    endSession();
    expect(heard).to.have.length(3);
  });
});
