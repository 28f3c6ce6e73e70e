import { giveConsent, listConsents } from '@sagopalgo/core/contracts/consents.ts';
import { endDevice, endOtherDevices, listDevices } from '@sagopalgo/core/contracts/devices.ts';
import { downloadOwnData, leaveAccount } from '@sagopalgo/core/contracts/leaving.ts';
import {
  changeNickname,
  removeProfilePicture,
  setProfilePicture,
} from '@sagopalgo/core/contracts/profile.ts';
import {
  changeSavedAddress,
  listSavedAddresses,
  removeSavedAddress,
  saveAddress,
} from '@sagopalgo/core/contracts/saved-addresses.ts';
import { setPayoutAccount } from '@sagopalgo/core/contracts/till.ts';
import type { Deps } from '../deps.ts';
import { clearSessionCookies } from '../http/session-cookies.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { StreamedReply } from '../http/streamed-reply.ts';
import { addressOf } from './address.ts';
import { findConsents, sayConsents } from './consents.ts';
import { endOthers, endOwnDevice, findDevices } from './devices.ts';
import { leave } from './leave.ts';
import { ownDataDownloads } from './own-data-downloads.ts';
import { keepPayoutAccount } from './payout-account.ts';
import { hidePicture, renameSelf, showPicture } from './profile.ts';
import { addAddress, changeAddress, findAddresses, removeAddress } from './saved-addresses.ts';

/** What people see and change of their account. */
export function accountRoutes(serve: Serve, deps: Deps): void {
  deviceRoutes(serve, deps);
  profileRoutes(serve, deps);
  addressRoutes(serve, deps);
  payoutAccountRoutes(serve, deps);
  consentRoutes(serve, deps);
  leavingRoutes(serve, deps);
}

function deviceRoutes(serve: Serve, deps: Deps): void {
  serve(listDevices, async (call) => ({ items: await findDevices(deps, callerOf(call)) }));

  serve(endDevice, async (call) => {
    await endOwnDevice(deps, callerOf(call), call.params.deviceId);
    return undefined;
  });

  serve(endOtherDevices, async (call) => ({ ended: await endOthers(deps, callerOf(call)) }));
}

function profileRoutes(serve: Serve, deps: Deps): void {
  serve(changeNickname, (call) => renameSelf(deps, callerOf(call).userId, call.body.nickname));

  serve(setProfilePicture, async (call) => ({
    picture: await showPicture(deps, callerOf(call).userId, call.body.imageId),
  }));

  serve(removeProfilePicture, async (call) => {
    await hidePicture(deps, callerOf(call).userId);
    return undefined;
  });
}

function addressRoutes(serve: Serve, deps: Deps): void {
  serve(listSavedAddresses, async (call) => ({
    items: await findAddresses(deps.db, callerOf(call).userId),
  }));

  serve(saveAddress, (call) => addAddress(deps, callerOf(call).userId, call.body));

  serve(changeSavedAddress, (call) => {
    const which = { userId: callerOf(call).userId, addressId: call.params.addressId };
    return changeAddress(deps, which, call.body);
  });

  serve(removeSavedAddress, async (call) => {
    await removeAddress(deps, callerOf(call).userId, call.params.addressId);
    return undefined;
  });
}

function payoutAccountRoutes(serve: Serve, deps: Deps): void {
  serve(setPayoutAccount, (call) => {
    const { password, ...account } = call.body;
    const owner = { password, address: addressOf(call.request) };
    return keepPayoutAccount(deps, callerOf(call), account, owner);
  });
}

function consentRoutes(serve: Serve, deps: Deps): void {
  serve(listConsents, async (call) => ({
    items: await findConsents(deps, callerOf(call).userId),
  }));

  serve(giveConsent, async (call) => ({
    items: await sayConsents(deps, callerOf(call).userId, [call.body]),
  }));
}

function leavingRoutes(serve: Serve, deps: Deps): void {
  const download = ownDataDownloads(deps);

  serve(leaveAccount, async (call) => {
    const owner = { password: call.body.password, address: addressOf(call.request) };
    await leave(deps, callerOf(call), owner);
    clearSessionCookies(deps.settings, call.response);
    return undefined;
  });

  serve(downloadOwnData, async (call) => {
    const { userId } = callerOf(call);
    // What is refused as one is under way counts for nothing.
    const pieces = download(userId);
    const reply = await StreamedReply.begin(pieces);
    await deps.limits.dataDownloads.take(userId).catch(async (error: unknown) => {
      await pieces.return(undefined);
      throw error;
    });
    call.response.setHeader('content-disposition', 'attachment; filename="sagopalgo.json"');
    return reply;
  });
}
