import type { NoticeSettings } from '@sagopalgo/core/contracts/notices.ts';
import type { NoticeChannel, NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';

const HOUR_MINUTES = 60;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The settings with one kind told, or not told, by one way. */
export function withChoice(
  settings: NoticeSettings,
  kind: NoticeKind,
  channel: NoticeChannel,
  isOn: boolean,
): NoticeSettings {
  const choice = { ...settings.choices[kind], [channel]: isOn };
  return { ...settings, choices: { ...settings.choices, [kind]: choice } };
}

/** Minutes after midnight as a time field has them: 1320 as `22:00`. */
export function timeOf(minute: number): string {
  const hours = String(Math.floor(minute / HOUR_MINUTES)).padStart(2, '0');
  return `${hours}:${String(minute % HOUR_MINUTES).padStart(2, '0')}`;
}

/** The other way round; null for what is no time. */
export function minuteOf(time: string): number | null {
  const [, hours, minutes] = TIME.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  return Number(hours) * HOUR_MINUTES + Number(minutes);
}
