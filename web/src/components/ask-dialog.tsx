import type { ReactNode } from 'react';
import { useState } from 'react';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { wordsOf } from '../lib/api-refusal.ts';
import './ask-dialog.css';
import { Button } from './button.tsx';
import { Strip } from './strip.tsx';

interface AskDialogProps {
  /** The button that brings the question up. */
  trigger: ReactNode;
  /** False keeps the question back: what it would be about is not whole yet. */
  mayAsk?: () => boolean;
  title: string;
  /** What a yes means, and whatever must be said with it. */
  children: ReactNode;
  yes: string;
  no: string;
  busy: boolean;
  error: Error | null;
  /** Closes the question by what it is given, once the answer has been taken. */
  onYes: (close: () => void) => void;
}

/** A question that must be answered by a yes before something is done that cannot be undone. */
export function AskDialog(props: AskDialogProps) {
  const { trigger, mayAsk = () => true } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={(open) => setOpen(open && mayAsk())}>
      {trigger}
      <ModalOverlay className="ask-veil" isDismissable={!props.busy}>
        <Modal className="ask">
          <Dialog role="alertdialog">
            {({ close }) => (
              <>
                <Heading slot="title" level={2}>
                  {props.title}
                </Heading>
                {props.children}
                <div role="alert">
                  {props.error && <Strip mood="no">{wordsOf(props.error)}</Strip>}
                </div>
                <div className="row">
                  <Button slot="close">{props.no}</Button>
                  <Button kind="primary" busy={props.busy} onPress={() => props.onYes(close)}>
                    {props.yes}
                  </Button>
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
