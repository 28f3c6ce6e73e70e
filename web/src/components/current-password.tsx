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
      fault={faultOf(error)}
    />
  );
}

function faultOf(error: Error | null): string | undefined {
  if (isWrongPassword(error)) return error.message;
  return error instanceof ApiRefusal ? error.fieldFaults()['password'] : undefined;
}

/** Whether a call was refused for its password. */
export function isWrongPassword(error: Error | null): error is ApiRefusal {
  return error instanceof ApiRefusal && error.code === 'WRONG_PASSWORD';
}
