import type { Image } from '@sagopalgo/core/contracts/images.ts';
import { IMAGE_TYPES } from '@sagopalgo/core/contracts/images.ts';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button } from '../../components/button.tsx';
import { Face } from '../../components/face.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { formatMoment } from '../../lib/format.ts';
import { UnfitFileError, useRename, useSetPicture } from './use-profile.ts';

interface ProfileCardProps {
  nickname: string;
  picture: Image | null;
  /** From when on the nickname may be changed; null: at any time. */
  nicknameFromMs: number | null;
}

/** What others know one by. */
export function ProfileCard({ nickname, picture, nicknameFromMs }: ProfileCardProps) {
  return (
    <section className="account-card" aria-label="프로필">
      <h2>프로필</h2>
      <PictureForm picture={picture} />
      <NicknameForm key={nickname} nickname={nickname} fromMs={nicknameFromMs} />
    </section>
  );
}

function PictureForm({ picture }: Pick<ProfileCardProps, 'picture'>) {
  const set = useSetPicture();
  return (
    <>
      <div className="account-picture" data-testid="profile-picture">
        <Face picture={picture} sizePx={72} />
        <FileTrigger
          acceptedFileTypes={IMAGE_TYPES}
          onSelect={(files) => {
            const file = files?.[0];
            if (file) set.mutate(file);
          }}
        >
          <Button busy={set.isPending}>{picture ? '사진 바꾸기' : '사진 올리기'}</Button>
        </FileTrigger>
        {picture && (
          <Button kind="quiet" busy={set.isPending} onPress={() => set.mutate(null)}>
            사진 지우기
          </Button>
        )}
      </div>
      <div role="alert">{set.error && <Strip mood="no">{pictureWords(set.error)}</Strip>}</div>
    </>
  );
}

function NicknameForm({ nickname, fromMs }: { nickname: string; fromMs: number | null }) {
  const rename = useRename();
  const [draft, setDraft] = useState(nickname);
  return (
    <form
      className="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate(draft);
      }}
    >
      <TextField
        label="닉네임"
        autoComplete="nickname"
        value={draft}
        onChange={setDraft}
        note={
          fromMs === null
            ? '2자 이상 20자 이하. 바꾸고 나면 30일 동안 그대로 써야 해요.'
            : `2자 이상 20자 이하. ${formatMoment(fromMs)}부터 바꿀 수 있어요.`
        }
        fault={nicknameFault(rename.error)}
      />
      <div role="alert">
        {rename.error && !nicknameFault(rename.error) && (
          <Strip mood="no">{wordsOf(rename.error)}</Strip>
        )}
      </div>
      <Button type="submit" busy={rename.isPending} isDisabled={draft === nickname}>
        닉네임 바꾸기
      </Button>
    </form>
  );
}

function nicknameFault(error: Error | null): string | undefined {
  if (!(error instanceof ApiRefusal)) return undefined;
  const isOfName = error.code === 'NICKNAME_TAKEN' || error.code === 'NICKNAME_TOO_SOON';
  return isOfName ? error.message : error.fieldFaults()['nickname'];
}

function pictureWords(error: Error): string {
  return error instanceof UnfitFileError ? error.message : wordsOf(error);
}
