import { readFileSync } from 'node:fs';
import process from 'node:process';
import { z } from 'zod';

/** The part of Node's diagnostic report that tells of handles. */
const reportSchema = z.object({
  libuv: z.array(
    z.object({
      type: z.string(),
      is_active: z.boolean(),
      is_referenced: z.boolean().default(false),
      pid: z.number().optional(),
      localEndpoint: z.object({ port: z.number() }).nullish().catch(null),
      remoteEndpoint: z.object({ port: z.number() }).nullish().catch(null),
    }),
  ),
});

type Handle = z.infer<typeof reportSchema>['libuv'][number];

/** What keeps this process from ending by itself, one sentence each: children, sockets, pipes and timers. */
export function whatIsOpen(): string[] {
  const { libuv } = reportSchema.parse(process.report.getReport());
  const handles = libuv.filter((handle) => handle.is_active && handle.is_referenced);
  const timers = process.getActiveResourcesInfo().filter((type) => type === 'Timeout');
  const timersOpen = timers.length > 0 ? [`${timers.length} timers`] : [];
  return [...handles.filter(({ type }) => type !== 'timer').map(sentenceOf), ...timersOpen];
}

function sentenceOf({ type, pid, localEndpoint, remoteEndpoint }: Handle): string {
  if (pid !== undefined) return `child ${pid}: ${commandOf(pid)}`;
  if (remoteEndpoint) return `${type} to port ${remoteEndpoint.port}`;
  return localEndpoint ? `${type} at port ${localEndpoint.port}` : type;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return 'gone, or not told on this system';
  }
}
