import { Button as AriaButton } from 'react-aria-components';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components';
import type { LinkProps } from 'react-router';
import { Link } from 'react-router';
import './button.css';

interface Look {
  kind?: 'plain' | 'primary' | 'quiet';
  size?: 'm' | 'big';
}

type ButtonProps = Omit<AriaButtonProps, 'className' | 'style' | 'isPending'> &
  Look & {
    /** At work: it keeps its place and the focus, and presses do nothing. */
    busy?: boolean;
  };

const WHILE_BUSY = { 'aria-disabled': true, type: 'button', onPress: () => {} } as const;

/** A button whose words say what it will do. */
export function Button({ kind, size, busy = false, ...props }: ButtonProps) {
  return <AriaButton {...props} {...(busy && WHILE_BUSY)} className={classOf({ kind, size })} />;
}

type ButtonLinkProps = Omit<LinkProps, 'className' | 'style'> & Look;

/** A link that weighs as much as a button. */
export function ButtonLink({ kind, size, ...props }: ButtonLinkProps) {
  return <Link {...props} className={classOf({ kind, size })} />;
}

function classOf({
  kind = 'plain',
  size = 'm',
}: {
  kind?: Look['kind'] | undefined;
  size?: Look['size'] | undefined;
}): string {
  return `btn ${kind} ${size}`;
}
