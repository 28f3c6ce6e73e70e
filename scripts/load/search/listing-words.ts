/** What things of one kind are called and said to be. */
export interface Kind {
  categoryId: string;
  category: string;
  makers: readonly string[];
  things: readonly string[];
  traits: readonly string[];
  hashtags: readonly string[];
  /** The lowest and the highest starting price. */
  krw: readonly [number, number];
}

/** The kinds of things that are sold, with words that people use of them. */
export const KINDS: readonly Kind[] = [
  {
    categoryId: 'load-cameras',
    category: '카메라',
    makers: ['라이카', '니콘', '캐논', '롤라이', '핫셀블라드', '콘탁스', '펜탁스', '미놀타'],
    things: ['필름 카메라', '레인지파인더', '중형 카메라', '단렌즈', '망원렌즈', '노출계'],
    traits: ['셔터막 깨끗한', '파인더 맑은', '오버홀 마친', '정품 가죽 케이스 있는', '곰팡이 없는'],
    hashtags: ['필름카메라', '빈티지', '사진', '수동렌즈', '출사'],
    krw: [50_000, 6_000_000],
  },
  {
    categoryId: 'load-watches',
    category: '시계',
    makers: ['오메가', '세이코', '롤렉스', '론진', '해밀턴', '시티즌', '오리스', '티쏘'],
    things: ['손목시계', '다이버 시계', '회중시계', '크로노그래프', '괘종시계', '탁상시계'],
    traits: ['오토매틱', '수동 태엽', '야광 살아 있는', '보증서 있는', '줄 새로 바꾼'],
    hashtags: ['오토매틱', '빈티지시계', '남자시계', '예물', '기계식'],
    krw: [80_000, 12_000_000],
  },
  {
    categoryId: 'load-furniture',
    category: '가구',
    makers: ['까사미아', '이케아', '한샘', '일룸', '덴마크', '전주', '강화', '통영'],
    things: ['원목책상', '책장', '반닫이', '소반', '서랍장', '안락의자', '식탁', '문갑', '나비장'],
    traits: ['느티나무', '오동나무', '티크', '호두나무', '흠집 적은', '직접 만든', '나전을 박은'],
    hashtags: ['원목', '고가구', '인테리어', '서재', '미드센추리'],
    krw: [30_000, 3_500_000],
  },
  {
    categoryId: 'load-ceramics',
    category: '도자기',
    makers: ['이천', '여주', '문경', '강진', '광주', '조선 후기', '고려', '근대'],
    things: ['백자 항아리', '청자 매병', '분청 접시', '다완', '주병', '연적', '찻잔', '옹기'],
    traits: ['빙렬 고운', '유약 고른', '수리 없는', '상감 무늬', '나무 상자 있는', '굽 온전한'],
    hashtags: ['백자', '청자', '다도', '골동', '도예'],
    krw: [20_000, 9_000_000],
  },
  {
    categoryId: 'load-paintings',
    category: '그림',
    makers: ['김씨 문중', '이름 모를 화원', '젊은 작가', '호남 화단', '북녘', '프랑스', '일본'],
    things: ['산수화', '민화', '유화', '수채화', '판화', '문자도', '책가도', '화조도', '병풍'],
    traits: ['낙관 뚜렷한', '표구 새로 한', '액자 포함', '색 바래지 않은', '한지에 그린'],
    hashtags: ['민화', '동양화', '유화', '거실그림', '컬렉션'],
    krw: [40_000, 15_000_000],
  },
  {
    categoryId: 'load-records',
    category: '음반',
    makers: ['신중현', '김추자', '산울림', '비틀즈', '마일스 데이비스', '조용필', '이미자'],
    things: ['엘피판', '초반 음반', '카세트테이프', '박스 세트', '사인 음반', '릴테이프'],
    traits: ['속지 있는', '잡음 적은', '초판', '미개봉', '재킷 깨끗한', '비매품'],
    hashtags: ['LP', '턴테이블', '가요', '재즈', '올드팝'],
    krw: [5_000, 1_500_000],
  },
  {
    categoryId: 'load-sound',
    category: '오디오',
    makers: ['마란츠', '매킨토시', '탄노이', '제이비엘', '금성', '산수이', '소니', '파나소닉'],
    things: ['앰프', '스피커', '턴테이블', '진공관 라디오', '카세트 데크', '튜너', '헤드폰'],
    traits: ['접점 청소한', '소리 좋은', '리모컨 있는', '220볼트', '관 새로 갈은', '작동 잘되는'],
    hashtags: ['하이파이', '진공관', '레트로', '오디오', '음악감상'],
    krw: [20_000, 7_000_000],
  },
  {
    categoryId: 'load-books',
    category: '책',
    makers: ['을유문화사', '민음사', '창비', '삼중당', '현암사', '동아출판사', '일제강점기'],
    things: ['고서', '초판본 시집', '백과사전', '만화책 전권', '교과서', '잡지 창간호', '지도책'],
    traits: ['저자 서명', '낙장 없는', '케이스 있는', '밑줄 없는', '책등 온전한', '한정판'],
    hashtags: ['고서', '초판본', '절판', '시집', '수집'],
    krw: [3_000, 900_000],
  },
  {
    categoryId: 'load-bags',
    category: '가방',
    makers: ['샤넬', '루이비통', '에르메스', '구찌', '만듀카', '쌤소나이트', '빈폴'],
    things: ['크로스백', '토트백', '여행 가방', '서류 가방', '장지갑', '백팩', '클러치'],
    traits: ['소가죽', '더스트백 있는', '모서리 닳지 않은', '면세점에서 산', '안감 깨끗한'],
    hashtags: ['명품', '가죽', '데일리백', '선물', '정품'],
    krw: [10_000, 8_000_000],
  },
  {
    categoryId: 'load-toys',
    category: '장난감',
    makers: ['레고', '반다이', '토미카', '영실업', '손오공', '해즈브로', '플레이모빌'],
    things: ['조립 로봇', '미니카', '봉제 인형', '보드게임', '기차 세트', '피규어', '딱지'],
    traits: ['상자 있는', '설명서 있는', '부품 다 있는', '미개봉', '전시만 한', '단종된'],
    hashtags: ['레고', '피규어', '키덜트', '추억', '단종'],
    krw: [2_000, 1_200_000],
  },
];

export const MODELS = ['M3', 'M6', 'F2', 'AE-1', '500CM', 'XK-7', 'R80', 'DX', 'SE-02', '1960년형'];
export const STATES = [
  '미사용',
  '상태 좋은',
  '생활 흠집 있는',
  '수리해서 쓸',
  '소장하던',
  '급히 내놓는',
];
export const PLACES = [
  '서울 마포',
  '부산 해운대',
  '대구 수성',
  '광주 동구',
  '대전 유성',
  '제주',
  '전주 한옥마을',
];
export const STORIES = [
  '할아버지께서 쓰시던 것을 정리하며 내놓습니다.',
  '몇 해 전 동묘에서 사서 장식장에 두기만 했습니다.',
  '이사하면서 둘 곳이 없어 새 주인을 찾습니다.',
  '오래 아꼈지만 이제 자주 쓰지 않아 보내려 합니다.',
  '전시가 끝난 뒤 창고에 보관해 왔습니다.',
  '수집을 그만두면서 한꺼번에 올리고 있습니다.',
  '외국에서 지낼 때 벼룩시장에서 구했습니다.',
];
export const REMARKS = [
  '사진으로 보이는 그대로이고 큰 흠은 없습니다.',
  '세월의 흔적이 있으니 사진을 꼼꼼히 봐 주세요.',
  '직접 보고 가져가셔도 좋습니다.',
  '택배로 보내 드리며 꼼꼼하게 포장합니다.',
  '궁금한 것은 언제든 물어봐 주세요.',
  '같은 물건을 다시 구하기 어렵습니다.',
  '작은 수리를 거치면 오래 쓰실 수 있습니다.',
];

const SURNAMES = Array.from('김이박최정강조윤장임한오서신권황안송류홍');
const SYLLABLES = Array.from(
  '민서지우현준영수진하은도윤재경호선미주원태성기철옥순복남희상동규승혜란',
);

/** The `number`th of some twenty thousand names that people may have. */
export function personName(number: number): string {
  const surname = SURNAMES[number % SURNAMES.length];
  const given = Math.floor(number / SURNAMES.length);
  const first = SYLLABLES[given % SYLLABLES.length];
  const second = SYLLABLES[Math.floor(given / SYLLABLES.length) % SYLLABLES.length];
  return `${surname}${first}${second}`;
}

export const NAMES_COUNT = SURNAMES.length * SYLLABLES.length ** 2;
