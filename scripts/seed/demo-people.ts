import { hashPassword } from '@sagopalgo/api/src/users/password.ts';
import { nicknameKey } from '@sagopalgo/core/rules/nickname-key.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';

const PASSWORD = 'demo-password';
const BUYERS = [
  '새벽산책',
  '노란우산',
  '느린우체통',
  '바다건너',
  '오후세시',
  '돌담길',
  '은행나무집',
  '첫눈',
  '모퉁이책방',
];
const SELLERS = ['고요한서재', '달빛상점', '옛날사진관', '나무와못', '소리창고'];

/** A demo account; the first three buyers are for people to play with. */
export interface DemoPerson {
  userId: string;
  email: string;
  nickname: string;
  role: 'USER' | 'ADMIN';
}

const DEMO_BUYERS = BUYERS.map((nickname, index) => person(`buyer${index + 1}`, nickname));
const DEMO_SELLERS = SELLERS.map((nickname, index) => person(`seller${index + 1}`, nickname));
export const DEMO_OPERATOR: DemoPerson = { ...person('operator', '운영자'), role: 'ADMIN' };

/** The buyers that bid by themselves, so that no person finds an account bidding on its own. */
export const LIVELY_BUYERS = DEMO_BUYERS.slice(3);

/** The sellers one after the other, beginning anew after the last. */
export function demoSeller(turn: number): DemoPerson {
  const seller = DEMO_SELLERS[turn % DEMO_SELLERS.length];
  if (!seller) throw new RangeError(`no seller at ${turn}`);
  return seller;
}

/** The buyer of that number, from 1. */
export function demoBuyer(number: number): DemoPerson {
  const buyer = DEMO_BUYERS[number - 1];
  if (!buyer) throw new RangeError(`no buyer ${number}`);
  return buyer;
}

/** Adds all demo accounts. They share one hash: it is the same, published password. */
export async function addDemoPeople(tx: Tx, createdAtMs: number): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  const people = [...DEMO_BUYERS, ...DEMO_SELLERS, DEMO_OPERATOR];
  await tx.insert(users).values(
    people.map((person) => ({
      ...person,
      nicknameKey: nicknameKey(person.nickname),
      passwordHash,
      createdAtMs,
    })),
  );
}

function person(name: string, nickname: string): DemoPerson {
  return { userId: `demo-${name}`, email: `${name}@demo.test`, nickname, role: 'USER' };
}
