import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { GALLERY_FRAME } from '../../components/picture-frames.ts';
import { Picture } from '../../components/picture.tsx';
import './gallery.css';

/** The pictures of a thing: one large, the others to choose from. */
export function Gallery({
  auction,
  categoryName,
}: {
  auction: Auction;
  categoryName: string | undefined;
}) {
  const [chosen, setChosen] = useState(0);
  const { images, title, auctionId } = auction;
  return (
    <div className="gallery">
      <div className="main">
        <Picture
          image={images[chosen] ?? images[0]}
          alt={images.length > 1 ? `${title}, 사진 ${chosen + 1}` : title}
          seed={auctionId}
          categoryName={categoryName}
          frame={GALLERY_FRAME}
          eager
        />
      </div>
      {images.length > 1 && (
        <ToggleButtonGroup
          className="thumbs"
          aria-label="사진 고르기"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[String(chosen)]}
          onSelectionChange={(keys) => setChosen(Number([...keys][0] ?? 0))}
        >
          {images.map((image, index) => (
            <ToggleButton key={image.imageId} id={String(index)} aria-label={`사진 ${index + 1}`}>
              <Picture image={image} alt="" seed={auctionId} categoryName={categoryName} />
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
    </div>
  );
}
