import { Bone } from '../../components/bone.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import './account.css';
import { EmailCard } from './email-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { ProvenCard } from './proven-card.tsx';
import { useAccount } from './use-account.ts';

/** What the account is known by, and what it has proven. */
export function AccountView() {
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
      <EmailCard email={me.email} isVerified={me.emailVerified} />
      <ProvenCard isVerified={me.emailVerified} />
      <PasswordCard />
    </div>
  );
}
