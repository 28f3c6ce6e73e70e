import type { Device } from '@sagopalgo/core/contracts/devices.ts';
import { Badge } from '../../components/badge.tsx';
import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatMoment } from '../../lib/format.ts';
import { useDevices, useEndDevices } from './use-devices.ts';

/** Where one is signed in, and how to be no more. */
export function DeviceCard() {
  const { data, error, refetch } = useDevices();
  const end = useEndDevices();
  const others = data?.items.filter(({ isThis }) => !isThis) ?? [];
  return (
    <section className="account-card" aria-label="로그인한 기기">
      <h2>로그인한 기기</h2>
      {!data && error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Bone height={96} />}
      <ul className="account-rows" data-testid="devices">
        {data?.items.map((device) => (
          <DeviceRow
            key={device.deviceId}
            device={device}
            busy={end.isPending}
            onEnd={() => end.mutate(device.deviceId)}
          />
        ))}
      </ul>
      <div role="alert">{end.error && <Strip mood="no">{wordsOf(end.error)}</Strip>}</div>
      <Button busy={end.isPending} onPress={() => end.mutate(null)}>
        {others.length > 0 ? `다른 기기 ${others.length}대 로그아웃` : '다른 기기 모두 로그아웃'}
      </Button>
    </section>
  );
}

interface DeviceRowProps {
  device: Device;
  busy: boolean;
  onEnd: () => void;
}

function DeviceRow({
  device: { device, createdAtMs, usedAtMs, isThis },
  busy,
  onEnd,
}: DeviceRowProps) {
  const name = device || '알 수 없는 기기';
  return (
    <li className="num">
      <span>
        <b>{name}</b> {isThis && <Badge mood="lead">이 기기</Badge>}
        <small>
          {formatMoment(createdAtMs)} 로그인 · {formatMoment(usedAtMs)} 마지막 사용
        </small>
      </span>
      {!isThis && (
        <Button kind="quiet" busy={busy} onPress={onEnd} aria-label={`${name} 로그아웃`}>
          로그아웃
        </Button>
      )}
    </li>
  );
}
