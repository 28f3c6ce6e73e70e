/** Why a picture of an iPhone cannot be shown everywhere, and what to do about it. */
export const HEIC_WORDS =
  'HEIC 사진은 올릴 수 없어요. 많은 브라우저가 보여 주지 못해요. 아이폰에서는 설정 > 카메라 > 포맷에서 ' +
  '‘높은 호환성’을 고르거나, 사진을 JPEG로 내보내서 올려 주세요.';
