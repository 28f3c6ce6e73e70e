import { changeAuction, createAuction, deleteAuction, getAuction } from './auctions.ts';
import { getToday, listAuctions, suggestHashtags, suggestWords } from './auction-lists.ts';
import { listBids, listMyBids, placeBid } from './bids.ts';
import { changeCategory, createCategory, deleteCategory } from './categories.ts';
import { listCategories } from './categories.ts';
import { giveConsent, listConsents } from './consents.ts';
import { endDevice, endOtherDevices, listDevices } from './devices.ts';
import { requestEmailProof, verifyEmail } from './email-proofs.ts';
import type { Endpoint } from './endpoint.ts';
import { createEventTicket } from './event-tickets.ts';
import { completeImage, createImage, deleteImage, getImage } from './images.ts';
import { countUnreadNotices, listNotices, readNotices } from './notices.ts';
import { getNoticeSettings, setNoticeSettings } from './notices.ts';
import { subscribeToPush, unsubscribeFromPush } from './notices.ts';
import { acceptOffer, consentToSecondChance, declineOffer, getMyDefaults } from './offers.ts';
import { getSecondChance, listMyOffers, relistAuction } from './offers.ts';
import { cancelOrder, deliverOrder, disputeOrder, endDispute, getOrder } from './orders.ts';
import { listMySales, listMyWins, listOrders, receiveOrder, shipOrder } from './orders.ts';
import { changePassword, requestPasswordReset, resetPassword } from './passwords.ts';
import { confirmPayment, getCheckout, giveRefundAccount } from './payments.ts';
import { giveUpAccount, startPayment } from './payments.ts';
import { OPERATING_ENDPOINTS } from './operator-deeds.ts';
import { changeNickname, removeProfilePicture, setProfilePicture } from './profile.ts';
import { changeSavedAddress, listSavedAddresses } from './saved-addresses.ts';
import { removeSavedAddress, saveAddress } from './saved-addresses.ts';
import { downloadOwnData, leaveAccount } from './leaving.ts';
import { getLog, getReceipt, listHeads } from './proof.ts';
import { answerQuestion, askQuestion, changeAnswer, changeQuestion } from './questions.ts';
import { listQuestions, withdrawQuestion } from './questions.ts';
import { listSignals } from './signals.ts';
import { getOrderRatings, rateOrder } from './ratings.ts';
import { getSeller, listSellerAuctions, listSellerRatings } from './sellers.ts';
import { report, REPORT_HANDLING } from './reports.ts';
import { giveUpPayment, retryRefund } from './stuck-orders.ts';
import { blockTalk, listMessages, listTalkReports, listUnread, reportTalk } from './talk.ts';
import { settleTalkReport, unblockTalk } from './talk.ts';
import { getMySettlement, getTerms, listPayouts, listShieldingPairs } from './till.ts';
import { setPayoutAccount, setTerms } from './till.ts';
import { beginLink, beginSignIn, completeSignIn, finishSignIn } from './sign-in.ts';
import { joinSignIn, listProviders, listSignInWays, unlinkProvider } from './sign-in.ts';
import { createToken, getMe, logIn, logOut, refreshSession, signUp } from './users.ts';
import { listWatched, unwatchAuction, watchAuction } from './watchlist.ts';

/** Every HTTP call there is, for OpenAPI and for the test that the running API answers what it declares. */
export const ENDPOINTS: readonly Endpoint[] = [
  signUp,
  logIn,
  refreshSession,
  logOut,
  createToken,
  getMe,
  requestEmailProof,
  verifyEmail,
  requestPasswordReset,
  resetPassword,
  changePassword,
  listDevices,
  endDevice,
  endOtherDevices,
  changeNickname,
  setProfilePicture,
  removeProfilePicture,
  listSavedAddresses,
  saveAddress,
  changeSavedAddress,
  removeSavedAddress,
  listConsents,
  giveConsent,
  leaveAccount,
  downloadOwnData,
  listProviders,
  beginSignIn,
  finishSignIn,
  completeSignIn,
  joinSignIn,
  listSignInWays,
  beginLink,
  unlinkProvider,
  listCategories,
  createCategory,
  changeCategory,
  deleteCategory,
  createAuction,
  listAuctions,
  getToday,
  suggestWords,
  suggestHashtags,
  getAuction,
  changeAuction,
  deleteAuction,
  createImage,
  completeImage,
  getImage,
  deleteImage,
  placeBid,
  listBids,
  listMyBids,
  listMySales,
  listMyWins,
  watchAuction,
  unwatchAuction,
  listWatched,
  listNotices,
  countUnreadNotices,
  readNotices,
  getNoticeSettings,
  setNoticeSettings,
  subscribeToPush,
  unsubscribeFromPush,
  askQuestion,
  listQuestions,
  changeQuestion,
  withdrawQuestion,
  answerQuestion,
  changeAnswer,
  getSeller,
  listSellerAuctions,
  listSellerRatings,
  consentToSecondChance,
  getSecondChance,
  listMyOffers,
  acceptOffer,
  declineOffer,
  getMyDefaults,
  relistAuction,
  listOrders,
  getOrder,
  shipOrder,
  deliverOrder,
  receiveOrder,
  cancelOrder,
  disputeOrder,
  endDispute,
  retryRefund,
  giveUpPayment,
  rateOrder,
  getOrderRatings,
  getCheckout,
  startPayment,
  confirmPayment,
  giveUpAccount,
  giveRefundAccount,
  getLog,
  listHeads,
  getReceipt,
  createEventTicket,
  getTerms,
  setTerms,
  getMySettlement,
  setPayoutAccount,
  listPayouts,
  listShieldingPairs,
  listSignals,
  listMessages,
  listUnread,
  blockTalk,
  unblockTalk,
  reportTalk,
  listTalkReports,
  settleTalkReport,
  report,
  ...REPORT_HANDLING,
  ...OPERATING_ENDPOINTS,
];
