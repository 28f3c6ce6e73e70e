import { TextField } from './text-field.tsx';
import { ApiRefusal } from '../lib/api-refusal.ts';

interface CurrentPasswordProps {
  value: string;
  onChange: (password: string) => void;
  /** What the call was refused with that it was sent with; said here where it is the password. */
  error: Error | null;
}

/** The password that somebody has, asked for once more. */
export function CurrentPassword({ value, onChange, error }: CurrentPasswordProps) {
  return (
    <TextField
      label="지금 비밀번호"
      type="password"
      autoComplete="current-password"
      value={value}
      onChange={onChange}
      fault={passwordFaultIn(error)}
    />
  );
}

/** What is to be said elsewhere of a call that a password was sent with: nothing where it was refused for that. */
export function withoutPasswordFault(error: Error | null): Error | null {
  return passwordFaultIn(error) === undefined ? error : null;
}

function passwordFaultIn(error: Error | null): string | undefined {
  if (!(error instanceof ApiRefusal)) return undefined;
  return error.code === 'WRONG_PASSWORD' ? error.message : error.fieldFaults()['password'];
}
