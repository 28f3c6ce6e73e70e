import type { z } from 'zod';

const NAMES_OF_TYPES: Record<string, string> = {
  string: '글자로 보내 주세요.',
  number: '숫자로 보내 주세요.',
  int: '소수점 없는 숫자로 보내 주세요.',
  boolean: '예 또는 아니요로 보내 주세요.',
  object: '정해진 모양으로 보내 주세요.',
  array: '목록으로 보내 주세요.',
};

const grouped = new Intl.NumberFormat('ko-KR');

/** What is wrong with a field, for the person who filled it in; a schema's own words go before these. */
export function koreanFault(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '꼭 필요한 항목이에요.' : wantedType(issue.expected);
    case 'unrecognized_keys':
      return '알 수 없는 항목이에요.';
    case 'too_small':
      return issue.origin === 'string'
        ? `${grouped.format(issue.minimum)}자 이상 적어 주세요.`
        : `${grouped.format(issue.minimum)} 이상이어야 해요.`;
    case 'too_big':
      return issue.origin === 'string'
        ? `${grouped.format(issue.maximum)}자 이하로 적어 주세요.`
        : `${grouped.format(issue.maximum)} 이하여야 해요.`;
    case 'invalid_value':
      return '고를 수 있는 값이 아니에요.';
    default:
      return '형식이 맞지 않아요.';
  }
}

function wantedType(expected: string): string {
  return NAMES_OF_TYPES[expected] ?? '형식이 맞지 않아요.';
}
