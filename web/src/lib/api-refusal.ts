import type { RefusalCode } from '@sagopalgo/core/contracts/errors.ts';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';

/** `NETWORK`: no answer came, so nothing is known about what the server did. */
export type ApiRefusalCode = RefusalCode | 'NETWORK';

/** Every way in which a call can fail, with the Korean sentence a person may read. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly code: ApiRefusalCode;
  readonly detail: Readonly<Record<string, unknown>>;
  /** HTTP status, 0 when no answer came. */
  readonly status: number;
  readonly requestId: string | null;

  constructor(facts: {
    code: ApiRefusalCode;
    message: string;
    detail?: Readonly<Record<string, unknown>>;
    status?: number;
    requestId?: string | null;
  }) {
    super(facts.message);
    this.code = facts.code;
    this.detail = facts.detail ?? {};
    this.status = facts.status ?? 0;
    this.requestId = facts.requestId ?? null;
  }

  /** A whole number in `detail`, or null: `minimumKrw`, `lateByMs`, `opensInMs`, `capKrw`. */
  amountIn(name: string): number | null {
    const value = this.detail[name];
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
  }

  /** The faults of single fields of an INVALID_REQUEST: path (`startKrw`) to sentence. */
  fieldFaults(): Record<string, string> {
    const { fields } = this.detail;
    if (!Array.isArray(fields)) return {};
    return Object.fromEntries(
      fields.filter(isFieldFault).map((fault) => [fault.path, fault.message]),
    );
  }
}

/** What no answer at all means to a person. */
export function networkRefusal(): ApiRefusal {
  return new ApiRefusal({
    code: 'NETWORK',
    message: '서버에 닿지 못했어요. 인터넷 연결을 확인하고 다시 시도해 주세요.',
  });
}

/** The sentence a person reads about any error; what nobody foresaw has one, too. */
export function wordsOf(error: Error): string {
  return error instanceof ApiRefusal ? error.message : REFUSALS.INTERNAL.message;
}

/** There is nothing at that address, at least not for this person. */
export function isMissing(error: Error): boolean {
  return error instanceof ApiRefusal && (error.status === 404 || error.status === 400);
}

function isFieldFault(value: unknown): value is { path: string; message: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
