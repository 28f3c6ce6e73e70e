import { useEffect, useState } from 'react';

/**
 * Files that are dropped anywhere on the page, or pasted, go to `take`. Returns whether some are held over
 * the page. Something pasted as text stays text, also where it comes with a picture of itself.
 */
export function useFilesFromOutside(take: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hold = (event: DragEvent): void => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event.dataTransfer)) return;
      // Else the browser would leave the page for the file.
      event.preventDefault();
      event.stopPropagation();
      take([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = ({ clipboardData }: ClipboardEvent): void => {
      const files = [...(clipboardData?.files ?? [])];
      if (files.length > 0 && !clipboardData?.types.includes('text/plain')) take(files);
    };
    const ended = new AbortController();
    const options = { capture: true, signal: ended.signal };
    addEventListener('dragover', hold, options);
    addEventListener('dragleave', leave, options);
    addEventListener('drop', drop, options);
    addEventListener('paste', paste, options);
    return () => ended.abort();
  }, [take]);
  return isOver;
}

function hasFiles(dragged: DataTransfer | null): boolean {
  return dragged?.types.includes('Files') ?? false;
}
