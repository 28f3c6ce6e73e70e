import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import type { Db } from '../mysql/connect.ts';
import { payments } from '../mysql/till-schema.ts';
import type { Toss, TossAnswer } from '../toss/toss-client.ts';
import { tossPayment } from './toss-bank.ts';

/** A Toss that holds of every charge what our own rows say, for tests of what is done with it then. */
export function recordedToss(database: () => Db): Toss {
  const refuse = () => Promise.reject(new Error('it is only there to be looked at'));
  return {
    ...{ confirm: refuse, cancel: refuse, findByOrder: refuse },
    findByKey: (paymentKey) => tell(database(), paymentKey),
  };
}

/** The same for who asks over HTTP; what it has no row of is not found. */
export async function serveToss(toss: Toss): Promise<{ url: string; close: () => Promise<void> }> {
  const answer = async (url: string, response: ServerResponse): Promise<void> => {
    const key = decodeURIComponent(url.split('/').at(-1) ?? '');
    const found = await toss.findByKey(key).catch(() => null);
    const isFound = found?.kind === 'payment';
    const body = isFound ? found.payment : { code: 'NOT_FOUND_PAYMENT', message: '' };
    response.writeHead(isFound ? 200 : 404).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void answer(request.url ?? '', response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

async function tell(db: Db, paymentKey: string): Promise<TossAnswer> {
  const [row] = await db.select().from(payments).where(eq(payments.paymentKey, paymentKey));
  if (!row) throw new Error(`no payment ${paymentKey}`);
  const { tossOrderId, amountKrw, balanceKrw: balanceAmount } = row;
  const cancel = { cancelReason: 'a test', transactionKey: paymentKey, cancelStatus: 'DONE' };
  const backKrw = amountKrw - balanceAmount;
  const payment = tossPayment(
    { tossOrderId, paymentKey, amountKrw },
    {
      ...(backKrw > 0 && { status: balanceAmount === 0 ? 'CANCELED' : 'PARTIAL_CANCELED' }),
      ...{ balanceAmount, cancels: backKrw > 0 ? [{ ...cancel, cancelAmount: backKrw }] : [] },
    },
  );
  return { kind: 'payment', payment, traceId: null };
}
