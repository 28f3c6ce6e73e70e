import type { Image } from '@sagopalgo/core/contracts/images.ts';
import type { CSSProperties } from 'react';
import { useState } from 'react';
import { CategoryIcon } from './category-icon.tsx';
import type { PictureFrame } from './picture-frames.ts';
import { pictureSources, SMALL_FRAME } from './picture-frames.ts';
import './picture.css';

/** Neighbouring ids get hues far apart. */
const GOLDEN_ANGLE_DEGREES = 137.508;

interface PictureProps {
  image: Image | undefined;
  alt: string;
  /** Decides the tint where there is no picture. */
  seed: string;
  categoryName: string | undefined;
  /** How wide it is on the page, so that no more is fetched than is seen. */
  frame?: PictureFrame;
  /** What is seen first is fetched at once and before others, the rest when it comes near. */
  eager?: boolean;
}

/**
 * The picture of a thing, filling its frame, which has its size before the picture is there. Where there
 * is none, and while it is being made ready, a tinted sign of the category.
 */
export function Picture({ image, frame = SMALL_FRAME, eager = false, ...shown }: PictureProps) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const sources = image && pictureSources(image, frame);
  if (!image || !sources || failedUrl === sources.src) {
    return <NoPicture {...shown} isComing={image !== undefined && !sources} />;
  }
  return (
    <img
      className="picture"
      {...sources}
      alt={shown.alt}
      width={image.widthPx}
      height={image.heightPx}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      onError={() => setFailedUrl(sources.src)}
    />
  );
}

interface NoPictureProps extends Pick<PictureProps, 'alt' | 'seed' | 'categoryName'> {
  /** It was uploaded, and its sizes are being made. */
  isComing: boolean;
}

function NoPicture({ alt, seed, categoryName, isComing }: NoPictureProps) {
  const label = alt && isComing ? `${alt}, 사진을 준비하고 있어요` : alt;
  return (
    <span
      className="picture-none"
      role={label ? 'img' : undefined}
      aria-label={label || undefined}
      data-coming={isComing || undefined}
      style={{ '--tint-hue': hueOf(seed) } as CSSProperties}
    >
      <CategoryIcon name={categoryName} />
      {isComing && (
        <small className="picture-coming" aria-hidden>
          사진을 준비하고 있어요
        </small>
      )}
    </span>
  );
}

function hueOf(seed: string): number {
  let hash = 7;
  for (const character of seed) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 100_003;
  return Math.round(hash * GOLDEN_ANGLE_DEGREES) % 360;
}
