import { Picture } from '../../components/picture.tsx';
import type { PictureFrame } from '../../components/picture-frames.ts';
import type { PictureItem } from './picture-item.ts';

interface PictureViewProps {
  item: PictureItem;
  frame: PictureFrame;
}

/** A picture of a form as it stands: the local file at once, else as the server shows it. */
export function PictureView({ item, frame }: PictureViewProps) {
  const { previewUrl, image, fault, key } = item;
  if (previewUrl !== null && fault === null) {
    return <img className="picture" src={previewUrl} alt="" decoding="async" draggable={false} />;
  }
  return (
    <Picture image={image ?? undefined} frame={frame} alt="" seed={key} categoryName={undefined} />
  );
}
