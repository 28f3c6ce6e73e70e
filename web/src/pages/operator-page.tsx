import { Outlet } from 'react-router';
import { OperatorNav } from '../features/operating/operator-nav.tsx';
import { OperatorsOnly } from '../features/operating/operators-only.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';

/** 운영: what only operators see and do; each part has an address of its own. */
export function OperatorPage() {
  return (
    <SignedInOnly title="운영">
      <OperatorsOnly>
        <h1 className="page-title">운영</h1>
        <OperatorNav />
        <Outlet />
      </OperatorsOnly>
    </SignedInOnly>
  );
}
