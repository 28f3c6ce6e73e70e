import { randomUUID } from 'node:crypto';
import { someBankAccount, termsInForce } from '@sagopalgo/api/src/testing/account-scenes.ts';
import { newPerson } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { newListing, saleDateIn } from '@sagopalgo/api/src/testing/listings.ts';
import { DEFAULT_CHOICES } from '@sagopalgo/core/rules/notice-kinds.ts';
import { someAddress } from '@sagopalgo/api/src/testing/won-orders.ts';

/** Where somebody has a thing sent. */
export const ADDRESS = someAddress;

const DAY_MS = 86_400_000;
const REASON = { reason: '이유' };
const newName = (): string => randomUUID().slice(0, 18);

/** What each call is sent so that it succeeds, where its thing does not bring it along. */
export const BODIES: Readonly<Record<string, () => object>> = {
  signUp: newPerson,
  saveAddress: () => ADDRESS,
  changeSavedAddress: () => ADDRESS,
  beginSignIn: () => ({ provider: 'google' }),
  giveConsent: termsInForce,
  requestPasswordReset: () => ({ email: newPerson().email }),
  createCategory: () => ({ name: newName(), parentId: null }),
  changeCategory: () => ({ name: newName() }),
  createAuction: newListing,
  changeAuction: () => ({ title: '새 제목' }),
  createImage: () => ({ contentType: 'image/png', bytes: 9, sha256: `${'A'.repeat(43)}=` }),
  placeBid: () => ({ bidId: randomUUID(), kind: 'exact', amountKrw: 1_000 }),
  subscribeToPush: () => ({
    ...{ endpoint: 'https://push.example.com/one', p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
  }),
  unsubscribeFromPush: () => ({ endpoint: 'https://push.example.com/one' }),
  setNoticeSettings: () => ({ choices: DEFAULT_CHOICES, quietHours: null }),
  consentToSecondChance: () => ({ isGiven: true }),
  relistAuction: () => ({ saleDate: saleDateIn(1) }),
  shipOrder: () => ({ carrier: 'cj', trackingNumber: '123-456' }),
  cancelOrder: () => REASON,
  disputeOrder: () => REASON,
  endDispute: () => ({ ...REASON, outcome: 'partial', refundKrw: 1_000 }),
  retryRefund: () => REASON,
  giveUpPayment: () => REASON,
  startPayment: () => ({ address: ADDRESS }),
  giveRefundAccount: () => someBankAccount,
  setTerms: () => ({ ...REASON, terms: {} }),
  askQuestion: () => ({ questionId: randomUUID(), visibility: 'public', text: '흠집이 있나요?' }),
  changeQuestion: () => ({ text: '흠집이 많나요?' }),
  answerQuestion: () => ({ revision: 1, text: '없어요.' }),
  changeAnswer: () => ({ text: '거의 없어요.' }),
  rateOrder: () => ({ stars: 5, text: '잘 받았어요.' }),
  dismissReport: () => REASON,
  hideReported: () => REASON,
  unhideReported: () => REASON,
  noteReport: () => REASON,
  hideAuction: () => REASON,
  unhideAuction: () => REASON,
  cancelAuction: () => REASON,
  moveClosing: () => ({ ...REASON, closesAtMs: Date.now() + DAY_MS }),
  blockPerson: () => REASON,
  unblockPerson: () => REASON,
  runJob: () => REASON,
  reportTalk: () => REASON,
  settleTalkReport: () => REASON,
};

/** What each call is asked, where it must be asked something. */
export const QUERIES: Readonly<Record<string, string>> = {
  suggestWords: '?q=%EC%B1%85',
  suggestHashtags: '?q=%EC%B1%85',
  findPeople: '?q=nobody',
  listSignals: '?kind=shared',
};
