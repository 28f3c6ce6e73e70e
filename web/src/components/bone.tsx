import type { CSSProperties } from 'react';
import './skeleton.css';

/** A place that something will take, in its final size. */
export function Bone({
  width = '100%',
  height,
  style,
}: {
  width?: number | string;
  height?: number | string;
  style?: CSSProperties;
}) {
  return <span className="bone" aria-hidden style={{ width, height, ...style }} />;
}
