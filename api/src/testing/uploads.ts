import type { SomeFile } from '@sagopalgo/core/testing/some-pictures.ts';
import { blankPicture, fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import type { Answer, ApiUnderTest } from './api-under-test.ts';

/** Announces a file as its owner would. */
export function announce(api: ApiUnderTest, token: string, file: SomeFile): Promise<Answer> {
  return api.call('POST', '/images', { token, body: file.announced });
}

/** Announces a file and sends it to S3; returns the picture's id. Nobody has said that it is through. */
export async function upload(api: ApiUnderTest, token: string, file?: SomeFile): Promise<string> {
  const sent = file ?? fileOf(await blankPicture(64, 48).png().toBuffer(), 'image/png');
  const { status, body } = await announce(api, token, sent);
  if (status !== 201) throw new Error(`not announced: ${body.code}`);
  const { url, method, headers } = body.upload;
  const answer = await fetch(url, { method, headers, body: new Uint8Array(sent.body) });
  if (!answer.ok) throw new Error(`not uploaded: ${await answer.text()}`);
  return body.imageId;
}

/** Says that an upload is through. */
export function complete(api: ApiUnderTest, token: string, imageId: string): Promise<Answer> {
  return api.call('POST', `/images/${imageId}/complete`, { token });
}

/** A picture that is uploaded and was looked into. */
export async function uploadWhole(
  api: ApiUnderTest,
  token: string,
  file?: SomeFile,
): Promise<string> {
  const imageId = await upload(api, token, file);
  const { status, body } = await complete(api, token, imageId);
  if (status !== 200) throw new Error(`not completed: ${body.code}`);
  return imageId;
}
