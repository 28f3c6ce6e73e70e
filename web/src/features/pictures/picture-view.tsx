import { Picture } from '../../components/picture.tsx';
import type { PictureItem } from './picture-item.ts';

/** A picture of a form as it stands: the local file at once, else as the server shows it. */
export function PictureView({ item }: { item: PictureItem }) {
  const { previewUrl, image, fault, key } = item;
  if (previewUrl !== null && fault === null) {
    return <img className="picture" src={previewUrl} alt="" draggable={false} />;
  }
  return <Picture image={image ?? undefined} alt="" seed={key} categoryName={undefined} />;
}
