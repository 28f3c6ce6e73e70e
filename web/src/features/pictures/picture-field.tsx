import { AUCTION_IMAGES_MAX, IMAGE_TYPES } from '@sagopalgo/core/contracts/images.ts';
import { Camera, ImagePlus } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button } from '../../components/button.tsx';
import '../../components/field.css';
import { Strip } from '../../components/strip.tsx';
import { useMedia } from '../../lib/use-media.ts';
import { useOnline } from '../../lib/use-online.ts';
import './picture-field.css';
import { PictureList } from './picture-list.tsx';
import type { PictureItem } from './picture-item.ts';
import { statusWords } from './status-words.ts';
import { useFilesFromOutside } from './use-files-from-outside.ts';
import type { FormPictures } from './use-pictures.ts';

interface PictureFieldProps {
  pictures: FormPictures;
  /** What is wrong with them as a whole. */
  fault: string | undefined;
}

/** The pictures of a thing: chosen, taken, dropped or pasted, each on its way up at once. */
export function PictureField({ pictures: { queue, items, gone }, fault }: PictureFieldProps) {
  const [leftOut, setLeftOut] = useState(0);
  const labelId = useId();
  const faultId = useId();
  const take = useCallback((files: readonly File[]) => setLeftOut(queue.add(files)), [queue]);
  const isOver = useFilesFromOutside(take);
  const words = fault ?? (leftOut > 0 ? leftOutWords(leftOut) : undefined);
  return (
    <fieldset
      className="field pictures"
      aria-labelledby={labelId}
      aria-describedby={faultId}
      data-invalid={fault === undefined ? undefined : true}
      data-over={isOver || undefined}
    >
      <span id={labelId} className="field-label">
        사진 <small>선택</small>
      </span>
      <PictureList queue={queue} items={items} />
      <Choosers onFiles={take} />
      <p className="field-note num">
        {items.length} / {AUCTION_IMAGES_MAX}장 · JPEG, PNG, WebP, 한 장에 10MB까지. 끌어다 놓거나
        붙여 넣어도 돼요.
      </p>
      <UploadStatus items={items} />
      <output data-testid="gone-pictures">
        {gone > 0 && <Strip mood="no">{goneWords(gone)}</Strip>}
      </output>
      <p id={faultId} className="field-fault" role="alert">
        {words}
      </p>
    </fieldset>
  );
}

function Choosers({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const isTouched = useMedia('(pointer: coarse)');
  const choose = (files: FileList | null): void => onFiles([...(files ?? [])]);
  return (
    <div className="row">
      <FileTrigger acceptedFileTypes={IMAGE_TYPES} allowsMultiple onSelect={choose}>
        <Button>
          <ImagePlus aria-hidden size={18} />
          사진 고르기
        </Button>
      </FileTrigger>
      {isTouched && (
        <FileTrigger acceptedFileTypes={IMAGE_TYPES} defaultCamera="environment" onSelect={choose}>
          <Button>
            <Camera aria-hidden size={18} />
            사진 찍기
          </Button>
        </FileTrigger>
      )}
    </div>
  );
}

/** How far they are, in a line that is there from the beginning: nothing moves while one types. */
function UploadStatus({ items }: { items: readonly PictureItem[] }) {
  const isOnline = useOnline();
  return <output className="field-note num picture-status">{statusWords(items, isOnline)}</output>;
}

function goneWords(count: number): string {
  return `전에 고른 사진 ${count}장이 남아 있지 않아요. 다시 골라 주세요.`;
}

function leftOutWords(count: number): string {
  return `사진은 ${AUCTION_IMAGES_MAX}장까지 올릴 수 있어요. ${count}장은 넣지 않았어요.`;
}
