import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { signEventTicket, verifyEventTicket } from './event-ticket.ts';
import { signAccessToken, tokenKey, verifyAccessToken } from './token.ts';

const key = tokenKey('a secret of thirty-two characters');
const nowMs = Date.parse('2026-11-21T03:00:00Z');
const claim = { userId: 'u1', familyId: 'f1', untilMs: nowMs + 3_600_000 };

describe('a ticket for events', () => {
  it('says whose events and until when, for half a minute', () => {
    const { ticket, ticketExpiresAtMs } = signEventTicket(key, claim, nowMs);
    expect(ticketExpiresAtMs).to.equal(nowMs + 30_000);
    expect(verifyEventTicket(key, ticket, nowMs)).to.deep.equal(claim);
    expect(verifyEventTicket(key, ticket, nowMs + 29_999)).to.deep.equal(claim);
    expect(verifyEventTicket(key, ticket, nowMs + 30_000)).to.equal(null);
  });

  it('outlives nothing of the token behind it', () => {
    const short = { ...claim, untilMs: nowMs + 10_000 };
    const { ticket, ticketExpiresAtMs } = signEventTicket(key, short, nowMs);
    expect(ticketExpiresAtMs).to.equal(nowMs + 10_000);
    expect(verifyEventTicket(key, ticket, nowMs + 10_000)).to.equal(null);
  });

  it('is no access token, and an access token is no ticket', () => {
    const { ticket } = signEventTicket(key, claim, nowMs);
    expect(verifyAccessToken(key, ticket, nowMs)).to.equal(null);
    const access = { userId: 'u1', familyId: 'f1', nickname: '이름', role: 'USER' as const };
    const token = signAccessToken(key, access, claim.untilMs);
    expect(verifyEventTicket(key, token, nowMs)).to.equal(null);
  });

  it('is worth nothing when forged, unsigned or for another purpose', () => {
    const exp = nowMs / 1000 + 30;
    const body = { sub: 'u1', fid: 'f1', until: claim.untilMs, iss: 'sagopalgo', exp };
    const signed = (content: object) => jwt.sign(content, key, { algorithm: 'HS256' });
    const { exp: _, ...endless } = body;
    const forged = [
      signEventTicket(tokenKey('another secret of enough characters'), claim, nowMs).ticket,
      jwt.sign({ ...body, aud: 'events' }, '', { algorithm: 'none' }),
      signed(body),
      signed({ ...body, aud: 'payments' }),
      signed({ ...endless, aud: 'events' }),
      signed({ ...body, aud: 'events', until: nowMs }),
      '',
    ];
    expect(verifyEventTicket(key, signed({ ...body, aud: 'events' }), nowMs)).to.deep.equal(claim);
    for (const text of forged) expect(verifyEventTicket(key, text, nowMs), text).to.equal(null);
  });
});
