import { readFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import { messageOf } from './push-message.ts';

const AUCTION_ID = '7f0c3a52-6d0b-4c55-9f4e-0a2f7d3b9c11';
const NOTICE_ID = '0d9a4f3e-93f5-4f0e-8a58-6a2f5f6f7a10';
const WORKER = new URL('../../../web/public/push-worker.js', import.meta.url);

describe('the message of a push', () => {
  const message = (kind: NoticeKind, noticeId: string, auctionId: string | null = AUCTION_ID) => {
    const about = { orderId: null, title: '청자', count: 1, detail: {} };
    const at = { number: 1, readAtMs: null, goodUntilMs: 2_000 };
    return messageOf({ ...about, ...at, kind, noticeId, auctionId }, 1_000);
  };

  it('takes the place of an earlier one where somebody was outbid in the same auction', () => {
    const [first, second] = [message('outbid', NOTICE_ID), message('outbid', 'later')];
    expect(second.topic).to.equal(first.topic);
    expect(first.topic).to.match(/^[\w-]{32}$/);
    expect(message('outbid', NOTICE_ID, 'b'.repeat(36)).topic).not.to.equal(first.topic);
  });

  it('takes the place of the same alone where it is of another kind', () => {
    expect(message('answer', NOTICE_ID).topic).to.equal(NOTICE_ID.replaceAll('-', ''));
    expect(message('outbid', NOTICE_ID, null).topic).to.equal(NOTICE_ID.replaceAll('-', ''));
  });

  it('is shown in the place of the earlier one, and rings where it is another', async () => {
    const shown: { tag: string; renotify: boolean }[] = [];
    const show = await startWorker((looks) => shown.push(looks));
    for (const noticeId of [NOTICE_ID, 'later']) show(message('outbid', noticeId).text);
    show(message('answer', NOTICE_ID).text);
    show('no message of ours');
    expect(shown.map(({ tag, renotify }) => [tag, renotify])).to.deep.equal([
      ...[1, 2].map(() => [`outbid-${AUCTION_ID}`, true]),
      [NOTICE_ID, false],
      ['unread', false],
    ]);
  });
});

/** The service worker as a browser runs it; what is returned hands it a push. */
async function startWorker(
  onShown: (looks: { tag: string; renotify: boolean }) => void,
): Promise<(text: string) => void> {
  const listeners = new Map<string, (event: object) => void>();
  const self = {
    addEventListener: (name: string, listener: (event: object) => void) =>
      listeners.set(name, listener),
    registration: {
      showNotification: (_: string, looks: { tag: string; renotify: boolean }) => onShown(looks),
    },
  };
  runInNewContext(await readFile(WORKER, 'utf8'), { self });
  return (text) => {
    const data = { json: (): unknown => JSON.parse(text) };
    listeners.get('push')?.({ data, waitUntil: () => undefined });
  };
}
