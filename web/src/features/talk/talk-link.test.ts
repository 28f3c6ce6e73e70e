import { expect } from 'chai';
import type { Talk, TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import { ApiRefusal, networkRefusal } from '../../lib/api-refusal.ts';
import { TalkLink } from './talk-link.ts';
import type { TalkListener, TalkSocket } from './talk-socket.ts';

const TALK: Talk = {
  ...{ side: 'buyer', mayWrite: true, untilMs: null, isBlocked: false, blockedByMe: false },
  lastSeq: 0,
  own: { deliveredSeq: 0, readSeq: 0 },
  other: { deliveredSeq: 0, readSeq: 0 },
};

interface Sent {
  messageId: string;
  text: string;
}

/** A server of one talk, and the connection to it. */
class Stage {
  readonly record: TalkMessage[] = [];
  readonly sent: Sent[] = [];
  listener: TalkListener | null = null;
  /** What becomes of the next sending: it is kept, refused, or kept without an answer. */
  becomes: 'kept' | 'refused' | 'unanswered' = 'kept';

  readonly open = async (listener: TalkListener): Promise<TalkSocket> => {
    this.listener = listener;
    return { call: this.#call as TalkSocket['call'], close: () => {} };
  };

  /** What was said by the other side. */
  say(text: string): TalkMessage {
    return this.#keep({ messageId: `other-${text}`, text }, 'seller');
  }

  readonly #call = async (call: string, asked: object): Promise<unknown> => {
    if (call === 'join') {
      const { afterSeq = 0 } = asked as { afterSeq?: number };
      const messages = this.record.filter(({ seq }) => seq > afterSeq);
      return { talk: TALK, messages, hasLater: false, earlierCursor: null };
    }
    if (call !== 'send') return {};
    const sent = asked as Sent;
    this.sent.push(sent);
    const { becomes } = this;
    this.becomes = 'kept';
    if (becomes === 'refused') {
      throw new ApiRefusal({ code: 'RATE_LIMITED', message: '너무 잦아요' });
    }
    const known = this.record.find(({ messageId }) => messageId === sent.messageId);
    const message = known ?? this.#keep(sent, 'buyer');
    if (becomes === 'unanswered') throw networkRefusal();
    return { message };
  };

  #keep({ messageId, text }: Sent, by: 'buyer' | 'seller'): TalkMessage {
    const seq = this.record.length + 1;
    const message = { seq, messageId, by, text, image: null, sentAtMs: seq };
    this.record.push(message);
    return message;
  }
}

describe('one side of a talk', () => {
  let stage: Stage;
  let link: TalkLink;
  const settled = () => new Promise((resolve) => void setImmediate(resolve));
  const connect = async () => {
    stage.listener?.connected();
    await settled();
  };
  beforeEach(async () => {
    stage = new Stage();
    link = new TalkLink('order', { open: stage.open, upload: async () => 'image', now: () => 0 });
    await link.open();
    await connect();
  });
  afterEach(() => link.close());

  const texts = () => link.view().messages.map(({ text }) => text);

  it('keeps what is written until there is a connection, and sends it in order', async () => {
    stage.listener?.disconnected();
    for (const text of ['하나', '둘', '셋']) link.say(text);
    await settled();
    expect(stage.sent).to.deep.equal([]);
    await connect();
    expect(stage.sent.map(({ text }) => text)).to.deep.equal(['하나', '둘', '셋']);
    expect([texts(), link.view().pending]).to.deep.equal([['하나', '둘', '셋'], []]);
  });

  it('sends a message without an answer again under its own id, and shows it once', async () => {
    stage.becomes = 'unanswered';
    link.say('하나');
    await settled();
    stage.listener?.disconnected();
    await connect();
    expect(new Set(stage.sent.map(({ messageId }) => messageId)).size).to.equal(1);
    expect([texts(), link.view().pending]).to.deep.equal([['하나'], []]);
  });

  it('keeps one that was refused with the reason, lets others pass, and tries it again under its id', async () => {
    stage.becomes = 'refused';
    link.say('하나');
    link.say('둘');
    await settled();
    const [failed] = link.view().pending;
    expect([failed?.fault, texts()]).to.deep.equal(['너무 잦아요', ['둘']]);
    link.retry(String(failed?.messageId));
    await settled();
    expect(stage.sent.at(-1)?.messageId).to.equal(failed?.messageId);
    expect([texts(), link.view().pending]).to.deep.equal([['둘', '하나'], []]);
  });

  it('asks for what it did not hear as soon as it hears of more', async () => {
    stage.say('하나');
    stage.say('둘');
    const third = stage.say('셋');
    stage.listener?.heard('message', { orderId: 'order', message: third });
    await settled();
    expect(texts()).to.deep.equal(['하나', '둘', '셋']);
    stage.listener?.heard('message', { orderId: 'another', message: { ...third, seq: 4 } });
    expect(texts()).to.have.length(3);
  });
});
