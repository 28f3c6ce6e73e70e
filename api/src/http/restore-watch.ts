import type { Request, Response } from 'express';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { isRestoring } from '@sagopalgo/core/mysql/restoring.ts';
import type { Deps } from '../deps.ts';
import { RepeatedLook } from './repeated-look.ts';

const HEALTH = '/healthz/';
const RETRY_AFTER_MS = 5_000;

type Enter = (request: Request, response: Response, next: () => void) => void;

/** Whether a restore fills the record, looked at again and again so that no call waits for it. */
export class RestoreWatch {
  readonly #repeated: RepeatedLook;
  #isUnderWay = false;

  constructor({ db, log }: Pick<Deps, 'db' | 'log'>) {
    this.#repeated = new RepeatedLook(log, 'restore.not-looked', async () => {
      this.#isUnderWay = await isRestoring(db);
    });
  }

  /** While the record does not answer, what was found last stands. */
  look(): Promise<void> {
    return this.#repeated.look();
  }

  /** A sentence for what keeps the api from being ready. */
  faults(): string[] {
    return this.#isUnderWay ? ['restore: one is under way'] : [];
  }

  /**
   * Lets requests in by `enter`, and none beyond that while a restore is under way: of what is coming back it must not
   * be said that it is not there, and what somebody wrote now would be in its way. Health is told all the same.
   */
  closing(enter: Enter, refuse: (error: unknown, ...of: [Request, Response]) => void): Enter {
    return (request, response, next) => {
      enter(request, response, () => {
        if (!this.#isUnderWay || request.url.startsWith(HEALTH)) next();
        else
          refuse(
            new RefusalError('UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS }),
            request,
            response,
          );
      });
    };
  }
}
