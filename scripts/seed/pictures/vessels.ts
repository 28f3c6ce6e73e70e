import { between, hsl, linear, MIDDLE, place, radial, smooth, stops } from './drawing.ts';
import type { Chance, Drawing, Point } from './drawing.ts';

/** Height above the table and half width, both in pixels, from the rim down to the foot. */
type Profile = readonly (readonly [height: number, halfWidth: number])[];

const TABLE_Y = 960;

const PROFILES = {
  moonJar: [
    [650, 128],
    [612, 150],
    [540, 262],
    [430, 338],
    [320, 352],
    [200, 312],
    [80, 208],
    [0, 152],
  ],
  maebyeong: [
    [740, 62],
    [700, 52],
    [680, 90],
    [610, 205],
    [500, 236],
    [360, 196],
    [200, 140],
    [60, 122],
    [0, 134],
  ],
  bottle: [
    [780, 74],
    [740, 44],
    [600, 42],
    [480, 78],
    [350, 190],
    [210, 238],
    [90, 206],
    [0, 132],
  ],
  bowl: [
    [330, 360],
    [270, 344],
    [180, 280],
    [90, 176],
    [50, 112],
    [0, 118],
  ],
  cup: [
    [430, 236],
    [340, 240],
    [220, 228],
    [110, 180],
    [50, 112],
    [0, 120],
  ],
  lidded: [
    [480, 176],
    [440, 214],
    [330, 270],
    [200, 276],
    [90, 226],
    [0, 168],
  ],
} satisfies Record<string, Profile>;

export type VesselShape = keyof typeof PROFILES;

/** A vessel: its shape, its glaze and what is on it. */
export interface Vessel {
  shape: VesselShape;
  glaze: { hue: number; saturation: number; lightness: number };
  pattern: 'plain' | 'cranes' | 'fish' | 'grass' | 'bands' | 'crackle' | 'drip';
}

/** Draws a thrown vessel on the table, lit from the upper left. */
export function drawVessel(vessel: Vessel, chance: Chance): Drawing {
  const profile: Profile = PROFILES[vessel.shape];
  const lean = vessel.shape === 'moonJar' ? between(chance, -10, 10) : 0;
  const outline = outlineOf(profile, lean);
  const [rimHeight = 0, rimHalf = 0] = profile[0] ?? [];
  const { hue, saturation, lightness } = vessel.glaze;
  const tone = (shift: number) => hsl(hue, saturation, lightness + shift);
  const defs =
    linear('body', 'x', stops([0, tone(-26)], [0.3, tone(4)], [0.62, tone(-6)], [1, tone(-34)])) +
    linear('weight', 'y', stops([0, '#fff', 0.1], [0.5, '#fff', 0], [1, '#1a1208', 0.34])) +
    radial(
      'shine',
      [0.32, 0.3],
      0.34,
      stops([0, '#fff', 0.75], [0.5, '#fff', 0.2], [1, '#fff', 0]),
    ) +
    linear('inside', 'y', stops([0, tone(-46)], [1, tone(-16)])) +
    `<clipPath id="clay"><path d="${outline}"/></clipPath>`;
  const rimY = TABLE_Y - rimHeight;
  const shapes =
    `<path d="${outline}" fill="url(#body)"/>` +
    `<g clip-path="url(#clay)">${patternOf(vessel, chance, profile)}</g>` +
    `<path d="${outline}" fill="url(#weight)"/><path d="${outline}" fill="url(#shine)"/>` +
    `<ellipse cx="${MIDDLE}" cy="${rimY}" rx="${rimHalf}" ry="${rimHalf * 0.15}"
      fill="${tone(6)}"/>` +
    `<ellipse cx="${MIDDLE}" cy="${rimY + 3}" rx="${rimHalf - 10}" ry="${rimHalf * 0.12}"
      fill="url(#inside)"/>` +
    (vessel.shape === 'lidded' ? lid(rimY, rimHalf, tone) : '');
  const foot = profile.at(-1)?.[1] ?? 0;
  const focus: Point = [MIDDLE - 40, TABLE_Y - rimHeight * 0.6];
  return { defs, shapes, focus, shadow: { halfWidth: foot * 1.9, y: TABLE_Y } };
}

function outlineOf(profile: Profile, lean: number): string {
  const side = (sign: number): Point[] =>
    profile.map(([height, half]) => {
      const sway = Math.sin((height / 700) * Math.PI) * lean;
      return [MIDDLE + sign * half + sway, TABLE_Y - height];
    });
  const left = side(-1).toReversed();
  const foot = profile.at(-1)?.[1] ?? 0;
  const base = `Q${MIDDLE} ${TABLE_Y + foot * 0.16} ${place(left[0] ?? [0, 0])}`;
  return `${smooth(side(1))}${base}${smooth(left).replace('M', 'L')}Z`;
}

function lid(rimY: number, rimHalf: number, tone: (shift: number) => string): string {
  const [left, right, dome] = [MIDDLE - rimHalf - 14, MIDDLE + rimHalf + 14, rimY - 90];
  const outline =
    `M${left} ${rimY}C${left} ${dome} ${right} ${dome} ${right} ${rimY}` +
    `Q${MIDDLE} ${rimY + 52} ${left} ${rimY}Z`;
  return (
    `<path d="${outline}" fill="${tone(0)}"/><path d="${outline}" fill="url(#shine)"/>` +
    `<ellipse cx="${MIDDLE}" cy="${rimY - 74}" rx="38" ry="30" fill="${tone(-8)}"/>` +
    `<ellipse cx="${MIDDLE - 8}" cy="${rimY - 82}" rx="18" ry="12" fill="${tone(10)}"/>`
  );
}

function patternOf({ pattern, glaze }: Vessel, chance: Chance, profile: Profile): string {
  const ink = hsl(glaze.hue + 10, Math.max(14, glaze.saturation), glaze.lightness - 38);
  const [rimHeight = 0] = profile[0] ?? [];
  const widest = profile.reduce((best, row) => (row[1] > best[1] ? row : best));
  const middleY = TABLE_Y - Math.min(widest[0], rimHeight * 0.6);
  switch (pattern) {
    case 'cranes':
      return Array.from({ length: 7 }, (_, index) =>
        crane(
          360 + (index % 3) * 210 + between(chance, -30, 30),
          middleY - 130 + index * 56,
          chance,
        ),
      ).join('');
    case 'fish':
      return fish(middleY, ink) + bands([middleY - 190, middleY + 130], ink);
    case 'grass':
      return grass(middleY + 140, ink, chance);
    case 'bands':
      return bands([middleY - 160, middleY - 136, middleY + 40, middleY + 150, middleY + 166], ink);
    case 'crackle':
      return crackle(chance, ink);
    case 'drip':
      return drip(TABLE_Y - rimHeight, ink, chance);
    default:
      return `<path d="M200 ${middleY + 14}Q600 ${middleY + 74} 1000 ${middleY + 14}"
      stroke="${ink}" stroke-opacity=".16" stroke-width="7" fill="none"/>`;
  }
}

function crane(x: number, y: number, chance: Chance): string {
  const turn = between(chance, -14, 14);
  return (
    `<g transform="translate(${x} ${y}) rotate(${turn})" fill="#f7f5ea" opacity=".86">` +
    `<path d="M-52 6C-20 -26 -6 -20 0 -4C10 -24 34 -30 56 -14
      C34 -12 20 2 4 10C-14 16 -34 14 -52 6Z"/>` +
    `<path d="M4 8L34 30" stroke="#f7f5ea" stroke-width="4"/><circle cx="-56" cy="5" r="5"
      fill="#a8433a"/></g>`
  );
}

function fish(y: number, ink: string): string {
  return (
    `<g fill="none" stroke="${ink}" stroke-width="11" stroke-linecap="round" opacity=".82">` +
    `<path d="M410 ${y}C470 ${y - 96} 650 ${y - 96} 740 ${y}
      C650 ${y + 92} 470 ${y + 92} 410 ${y}Z"/>` +
    `<path d="M740 ${y}L816 ${y - 64}M740 ${y}L816 ${y + 62}
      M816 ${y - 64}Q790 ${y} 816 ${y + 62}"/>` +
    `<path d="M520 ${y - 58}Q560 ${y} 520 ${y + 56}
      M590 ${y - 40}q24 40 0 80M650 ${y - 32}q20 32 0 64" stroke-width="7"/>` +
    `</g><circle cx="468" cy="${y - 14}" r="13" fill="${ink}"/>`
  );
}

function grass(y: number, ink: string, chance: Chance): string {
  return Array.from({ length: 13 }, (_, index) => {
    const x = 440 + index * 26;
    const tip = x + between(chance, -90, 90);
    const rise = between(chance, 170, 330);
    return `<path d="M${x} ${y}Q${x} ${y - rise * 0.6} ${tip} ${y - rise}" stroke="${ink}"
      stroke-width="${between(chance, 4, 9)}" stroke-linecap="round" fill="none" opacity=".7"/>`;
  }).join('');
}

function bands(heights: number[], ink: string): string {
  return heights
    .map((y) => {
      return `<path d="M180 ${y}Q600 ${y + 66} 1020 ${y}" stroke="${ink}" stroke-width="9"
      opacity=".6" fill="none"/>`;
    })
    .join('');
}

function crackle(chance: Chance, ink: string): string {
  return Array.from({ length: 44 }, () => {
    const start: Point = [between(chance, 220, 980), between(chance, 220, 980)];
    const turn: Point = [start[0] + between(chance, -90, 90), start[1] + between(chance, -90, 90)];
    const end: Point = [turn[0] + between(chance, -80, 80), turn[1] + between(chance, -80, 80)];
    return `<path d="M${place(start)}L${place(turn)}L${place(end)}" stroke="${ink}"
      stroke-width="2.4" opacity=".3" fill="none"/>`;
  }).join('');
}

function drip(rimY: number, ink: string, chance: Chance): string {
  let path = `M160 ${rimY - 60}H1040V${rimY + 150}`;
  for (let x = 1040; x > 160; x -= 88) {
    const fall = between(chance, 60, 210);
    path += `Q${x - 22} ${rimY + 150 + fall} ${x - 44} ${rimY + 130 + fall / 3}`;
    path += `T${x - 88} ${rimY + 150}`;
  }
  return `<path d="${path}Z" fill="${ink}" opacity=".72"/>`;
}
