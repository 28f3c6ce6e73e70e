import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import type { LucideIcon } from 'lucide-react';
import {
  AlarmClock,
  CircleQuestionMark,
  CreditCard,
  Gavel,
  Handshake,
  Hourglass,
  MessageCircle,
  Package,
  Scale,
  TrendingUp,
  Trophy,
} from 'lucide-react';

/** What each kind of notice is known by at a glance. */
export const KIND_ICONS: Record<NoticeKind, LucideIcon> = {
  outbid: TrendingUp,
  ending: AlarmClock,
  won: Trophy,
  lost: Gavel,
  'pay-by': Hourglass,
  paid: CreditCard,
  shipped: Package,
  dispute: Scale,
  question: CircleQuestionMark,
  answer: MessageCircle,
  'second-chance': Handshake,
};
