import {
  blockTalk,
  listMessages,
  reportTalk,
  unblockTalk,
} from '@sagopalgo/core/contracts/talk.ts';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { browserUploads } from '../../lib/browser-uploads.ts';
import { callApi } from '../../lib/call-api.ts';
import { lookIntoFile } from '../../lib/look-into-file.ts';
import { uploadPicture } from '../../lib/upload-picture.ts';
import { TalkLink } from './talk-link.ts';
import { openTalkSocket } from './talk-socket.ts';

/** The talk about an order, for as long as it is on the page. */
export function useTalk(orderId: string) {
  const [link] = useState(
    () => new TalkLink(orderId, { open: openTalkSocket, upload, now: Date.now }),
  );
  const view = useSyncExternalStore(link.subscribe, link.view);
  useEffect(() => {
    void link.open();
    return () => link.close();
  }, [link]);
  return { link, view };
}

/** Reads what was said before. */
export function useEarlier(orderId: string, link: TalkLink) {
  return useMutation({
    mutationFn: (cursor: string) =>
      callApi(listMessages, { params: { orderId }, query: { cursor } }),
    onSuccess: ({ items, nextCursor }) => link.addEarlier(items, nextCursor),
  });
}

/** Blocks the other side, or takes that back. */
export function useBlock(orderId: string, link: TalkLink) {
  return useMutation({
    mutationFn: (isBlocked: boolean) =>
      callApi(isBlocked ? blockTalk : unblockTalk, { params: { orderId } }),
    onSuccess: () => link.askAgain(),
  });
}

/** Tells operators of the talk. */
export function useReport(orderId: string) {
  return useMutation({
    mutationFn: (reason: string) => callApi(reportTalk, { params: { orderId }, body: { reason } }),
  });
}

async function upload(file: File): Promise<string> {
  const { contentType, fault } = await lookIntoFile(file);
  if (contentType === undefined) throw new ApiRefusal({ code: 'NOT_A_PICTURE', message: fault });
  const { signal } = new AbortController();
  const along = { signal, onProgress: () => {}, onNamed: () => {} };
  const { imageId } = await uploadPicture(browserUploads, { file, contentType, ...along });
  return imageId;
}
