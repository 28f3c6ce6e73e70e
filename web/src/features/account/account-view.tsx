import type { ReactNode } from 'react';
import { Bone } from '../../components/bone.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import './account.css';
import { AddressCard } from './address-card.tsx';
import { DeviceCard } from './device-card.tsx';
import { EmailCard } from './email-card.tsx';
import { LeavingCard } from './leaving-card.tsx';
import { NoPasswordCard, PasswordCard } from './password-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { ProvenCard } from './proven-card.tsx';
import { useAccount } from './use-account.ts';
import { WaysCard } from './ways-card.tsx';

interface AccountViewProps {
  /** Nobody is signed in any more. */
  onLeft: () => void;
  /** What stands before the way out. */
  children: ReactNode;
}

/** What the account is known by, and what it has proven. */
export function AccountView({ onLeft, children }: AccountViewProps) {
  const { data: me, error, refetch } = useAccount();
  if (!me) {
    if (error) return <Failure error={error} onRetry={() => void refetch()} />;
    return (
      <Loading label="불러오는 중">
        <div className="account-page">
          <Bone height={220} />
        </div>
      </Loading>
    );
  }
  return (
    <div className="account-page">
      <ProfileCard nickname={me.nickname} picture={me.picture} nicknameFromMs={me.nicknameFromMs} />
      <EmailCard email={me.email} isVerified={me.emailVerified} />
      <ProvenCard isVerified={me.emailVerified} />
      {me.hasPassword ? <PasswordCard /> : <NoPasswordCard />}
      <WaysCard />
      <DeviceCard />
      <AddressCard />
      {children}
      <LeavingCard hasPassword={me.hasPassword} onLeft={onLeft} />
    </div>
  );
}
