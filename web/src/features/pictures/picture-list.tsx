import { ArrowLeft, ArrowRight, RotateCcw, X } from 'lucide-react';
import { useRef } from 'react';
import { GridList, GridListItem, ProgressBar, useDragAndDrop } from 'react-aria-components';
import { Button } from '../../components/button.tsx';
import { FORM_FRAME } from '../../components/picture-frames.ts';
import type { PictureItem } from './picture-item.ts';
import { PictureView } from './picture-view.tsx';
import type { UploadQueue } from './upload-queue.ts';

interface PictureListProps {
  queue: UploadQueue;
  items: readonly PictureItem[];
}

/** The chosen pictures in their order, to be dragged or moved by buttons; the first one stands for all. */
export function PictureList({ queue, items }: PictureListProps) {
  const list = useRef<HTMLDivElement>(null);
  const { dragAndDropHooks } = useDragAndDrop<PictureItem>({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const [key] = keys;
      if (key === undefined) return;
      const others = items.filter((item) => item.key !== key);
      const at = others.findIndex((item) => item.key === target.key);
      queue.move(String(key), target.dropPosition === 'before' ? at : at + 1);
    },
  });
  if (items.length === 0) return null;
  const move = (key: string, toIndex: number): void => {
    const button = document.activeElement;
    queue.move(key, toIndex);
    // Moving its picture within the page takes the focus from a button, and so does being of no more use.
    requestAnimationFrame(() => {
      if (!(button instanceof HTMLElement) || !list.current?.contains(button)) return;
      const useful = button.parentElement?.querySelector<HTMLElement>('button:not(:disabled)');
      (button.matches(':disabled') ? useful : button)?.focus();
    });
  };
  return (
    <GridList
      ref={list}
      className="picture-list"
      aria-label="고른 사진"
      items={items.map((item, index) => ({ ...item, id: item.key, index }))}
      layout="grid"
      keyboardNavigationBehavior="tab"
      dragAndDropHooks={dragAndDropHooks}
    >
      {(item) => (
        <GridListItem
          id={item.key}
          className="picture-item"
          textValue={nameOf(item, item.index)}
          data-testid="picture-item"
          data-stage={item.stage}
          data-at-fault={item.fault === null ? undefined : true}
        >
          <Shown item={item} isFirst={item.index === 0} />
          <Fault item={item} />
          <Tools
            item={item}
            index={item.index}
            count={items.length}
            onMove={(toIndex) => move(item.key, toIndex)}
            queue={queue}
          />
        </GridListItem>
      )}
    </GridList>
  );
}

/** What is wrong with it; such a picture cannot be seen, so its name says which one it is. */
function Fault({ item: { fault, name } }: { item: PictureItem }) {
  if (fault === null) return null;
  return (
    <>
      {name && <span className="picture-name">{name}</span>}
      <p className="field-fault">{fault}</p>
    </>
  );
}

function Shown({ item, isFirst }: { item: PictureItem; isFirst: boolean }) {
  const { stage, fault, name } = item;
  return (
    <div className="pic">
      <PictureView item={item} frame={FORM_FRAME} />
      {isFirst && fault === null && <span className="badge plain">대표 사진</span>}
      {stage === 'uploading' && (
        <ProgressBar
          className="picture-progress"
          aria-label={`${name} 올리는 중`}
          value={item.progress * 100}
        >
          {({ percentage }) => <span style={{ width: `${percentage ?? 0}%` }} />}
        </ProgressBar>
      )}
    </div>
  );
}

interface ToolsProps {
  item: PictureItem;
  index: number;
  count: number;
  queue: UploadQueue;
  onMove: (toIndex: number) => void;
}

function Tools({ item, index, count, queue, onMove }: ToolsProps) {
  const name = nameOf(item, index);
  return (
    <div className="picture-tools">
      {item.stage === 'failed' && (
        <Button
          kind="quiet"
          aria-label={`${name} 다시 올리기`}
          onPress={() => queue.retry(item.key)}
        >
          <RotateCcw aria-hidden size={18} />
        </Button>
      )}
      {count > 1 && item.fault === null && (
        <>
          <Button
            kind="quiet"
            aria-label={`${name} 앞으로`}
            isDisabled={index === 0}
            onPress={() => onMove(index - 1)}
          >
            <ArrowLeft aria-hidden size={18} />
          </Button>
          <Button
            kind="quiet"
            aria-label={`${name} 뒤로`}
            isDisabled={index === count - 1}
            onPress={() => onMove(index + 1)}
          >
            <ArrowRight aria-hidden size={18} />
          </Button>
        </>
      )}
      <Button kind="quiet" aria-label={`${name} 빼기`} onPress={() => queue.remove(item.key)}>
        <X aria-hidden size={18} />
      </Button>
    </div>
  );
}

function nameOf({ name }: PictureItem, index: number): string {
  return name ? `사진 ${index + 1}, ${name}` : `사진 ${index + 1}`;
}
