import type { House, HousePlan } from './house.ts';

/** What is broken for a runbook to mend. */
export interface Scene {
  /** The page's name. */
  name: string;
  plan: HousePlan;
  /** Breaks the house. */
  breakIt: (house: House) => Promise<Broken>;
}

/** What stands open until the page has been followed. */
export interface Broken {
  /** What is between angle brackets in the page. */
  facts: Record<string, string>;
  /** Throws unless the house is well again. */
  expectWell: () => Promise<void>;
}
