const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** What went wrong, for whoever typed the command. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(sentenceOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && NO_ROOM.includes(code)) return `there is no room for it (${code}).`;
  return error.message || code || error.name;
}
