import { z } from 'zod';

const ANSWER_WITHIN_MS = 30_000;

const targetsSchema = z.array(z.object({ webSocketDebuggerUrl: z.url() })).min(1);
const answerSchema = z.looseObject({ id: z.int() });
const usageSchema = z.object({
  result: z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) }),
});

/** Looks into the heap of a process of ours that was started with an inspector. */
export interface HeapProbe {
  /** Bytes that are in use after everything that could be let go was. */
  usedBytes(): Promise<number>;
  close(): void;
}

/** Connects to the inspector on that port of this machine. */
export async function openHeapProbe(port: number): Promise<HeapProbe> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const [target] = targetsSchema.parse(await response.json());
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  const answers = new Map<number, (answer: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const answer: unknown = JSON.parse(String(data));
    const { success, data: known } = answerSchema.safeParse(answer);
    if (success) answers.get(known.id)?.(answer);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
  });
  let asked = 0;
  const ask = (method: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      asked += 1;
      const fail = (): void => reject(new Error(`the inspector does not answer ${method}`));
      const late = setTimeout(fail, ANSWER_WITHIN_MS);
      const id = asked;
      answers.set(id, (answer) => {
        clearTimeout(late);
        answers.delete(id);
        resolve(answer);
      });
      socket.send(JSON.stringify({ id, method }));
    });
  return {
    usedBytes: async () => {
      await ask('HeapProfiler.collectGarbage');
      const { result } = usageSchema.parse(await ask('Runtime.getHeapUsage'));
      return result.usedSize + result.backingStorageSize;
    },
    close: () => socket.close(),
  };
}
