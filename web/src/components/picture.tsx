import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { CSSProperties } from 'react';
import { useState } from 'react';
import { CategoryIcon } from './category-icon.tsx';
import './picture.css';

/** Neighbouring ids get hues far apart. */
const GOLDEN_ANGLE_DEGREES = 137.508;

type Image = Auction['images'][number];

interface PictureProps {
  image: Image | undefined;
  alt: string;
  /** Decides the tint where there is no picture. */
  seed: string;
  categoryName: string | undefined;
  /** The picture seen first is fetched at once, the others when they come near. */
  eager?: boolean;
}

/** The picture of a thing, filling its frame; a tinted sign of its category where there is none. */
export function Picture({ image, alt, seed, categoryName, eager = false }: PictureProps) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  if (!image || failedUrl === image.url) {
    return (
      <span
        className="picture-none"
        role={alt ? 'img' : undefined}
        aria-label={alt || undefined}
        style={{ '--tint-hue': hueOf(seed) } as CSSProperties}
      >
        <CategoryIcon name={categoryName} />
      </span>
    );
  }
  return (
    <img
      className="picture"
      src={image.url}
      alt={alt}
      width={image.widthPx}
      height={image.heightPx}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      onError={() => setFailedUrl(image.url)}
    />
  );
}

function hueOf(seed: string): number {
  let hash = 7;
  for (const character of seed) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 100_003;
  return Math.round(hash * GOLDEN_ANGLE_DEGREES) % 360;
}
