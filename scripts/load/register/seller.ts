import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Upload } from '@sagopalgo/core/contracts/images.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { PutRefused, uploadPicture } from '@sagopalgo/web/src/lib/upload-picture.ts';
import type { Ticket, UploadCalls } from '@sagopalgo/web/src/lib/upload-picture.ts';

const AT_ONCE = 3;
const DAY_MS = 86_400_000;

/** A seller's browser behind a slow line: it uploads as the page does. */
export interface Seller {
  /** Brings pictures up, three at once; returns their ids in order. */
  upload(pictures: readonly Blob[]): Promise<string[]>;
  /** Registers an auction that shows these pictures. */
  register(imageIds: readonly string[]): Promise<void>;
}

export function sellerAt(apiUrl: string, token: string, categoryId: string): Seller {
  const post = async (path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${apiUrl}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return await answer.json();
  };
  const calls = callsBy(post);
  return {
    upload: async (pictures) => {
      const imageIds: string[] = [];
      const waiting = pictures.entries();
      const lane = async (): Promise<void> => {
        for (const [at, file] of waiting) imageIds[at] = await uploadOne(calls, file);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      return imageIds;
    },
    register: async (imageIds) => {
      await post('/auctions', {
        ...{ title: '사진이 다섯 장인 물건', description: '올리는 데 걸리는 시간을 재요.' },
        ...{ categoryId, imageIds, startKrw: 10_000, bidUnitKrw: 500 },
        saleDate: kstDate(Date.now() + DAY_MS),
      });
    },
  };
}

async function uploadOne(calls: UploadCalls, file: Blob): Promise<string> {
  const { imageId } = await uploadPicture(calls, {
    ...{ file, contentType: 'image/jpeg', signal: new AbortController().signal },
    ...{ onProgress: () => undefined, onNamed: () => undefined },
  });
  return imageId;
}

function callsBy(post: (path: string, body?: object) => Promise<unknown>): UploadCalls {
  const unused = (): never => {
    throw new Error('nobody asks for this here');
  };
  return {
    sha256: async (file) =>
      createHash('sha256')
        .update(new Uint8Array(await file.arrayBuffer()))
        .digest('base64'),
    create: async (body) => (await post('/images', body)) as Ticket,
    put: async ({ url, method, headers }, body) => {
      const answer = await fetch(url, { method, headers, body });
      await answer.arrayBuffer();
      if (!answer.ok) throw new PutRefused(answer.status);
    },
    complete: async (imageId) => (await post(`/images/${imageId}/complete`)) as Upload,
    ...{ find: unused, remove: unused },
    whenOnline: () => Promise.resolve(),
    wait: (delayMs) => pause(delayMs),
  };
}
