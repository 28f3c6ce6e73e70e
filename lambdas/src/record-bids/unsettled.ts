import type { RecordState } from '@sagopalgo/core/rules/auction-states.ts';

/** The states of an auction whose result is not written yet. */
export const UNSETTLED_STATES: RecordState[] = ['scheduled', 'live'];
