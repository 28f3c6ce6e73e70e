import { ApiRefusal } from '../../lib/api-refusal.ts';

/** A taken e-mail or nickname is a fault of that field, wherever the server noticed it. */
export function faultsOfSignUp(error: Error | null): Record<string, string> {
  if (!(error instanceof ApiRefusal)) return {};
  if (error.code === 'EMAIL_TAKEN') return { email: error.message };
  if (error.code === 'NICKNAME_TAKEN') return { nickname: error.message };
  return error.fieldFaults();
}
