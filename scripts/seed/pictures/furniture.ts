import { between, hsl, linear, place, radial, stops } from './drawing.ts';
import type { Chance, Drawing } from './drawing.ts';

const FLOOR_Y = 980;

/** A piece of furniture, its wood and its cloth. */
export interface Furniture {
  kind: 'lounge-chair' | 'soban' | 'chest' | 'lamp' | 'stool';
  woodHue: number;
  clothHue: number;
}

/** Draws a piece of furniture on the floor. */
export function drawFurniture({ kind, woodHue, clothHue }: Furniture, chance: Chance): Drawing {
  const wood = (shift: number) => hsl(woodHue, 42, 36 + shift);
  const cloth = (shift: number) => hsl(clothHue, 26, 46 + shift);
  const defs =
    linear('wood', 'x', stops([0, wood(-10)], [0.4, wood(8)], [1, wood(-14)])) +
    linear('top', 'y', stops([0, wood(16)], [1, wood(-2)])) +
    linear('cloth', 'y', stops([0, cloth(12)], [0.5, cloth(0)], [1, cloth(-14)])) +
    linear('brass', 'x', stops([0, '#8f6a2b'], [0.4, '#f1d78d'], [1, '#94702f'])) +
    radial('glow', [0.5, 0.6], 0.6, stops([0, '#fff3cf'], [0.7, '#f0d596'], [1, '#d2ab62'])) +
    radial('halo', [0.5, 0.5], 0.5, stops([0, '#fff1c4', 0.6], [1, '#fff1c4', 0]));
  const kinds = { 'lounge-chair': loungeChair, soban, chest, lamp, stool };
  const halfWidth = { 'lounge-chair': 320, soban: 260, chest: 420, lamp: 170, stool: 200 }[kind];
  return {
    defs,
    shapes: kinds[kind](chance),
    focus: [600, kind === 'lamp' ? 420 : 660],
    shadow: { halfWidth, y: FLOOR_Y },
  };
}

function loungeChair(): string {
  return (
    `<path d="M330 ${FLOOR_Y}L400 560H438L372 ${FLOOR_Y}Z
      M870 ${FLOOR_Y}L800 560H762L828 ${FLOOR_Y}Z" fill="url(#wood)"/>` +
    `<path d="M398 250Q600 190 802 250L776 650H424Z" fill="url(#cloth)"/>
      ${weave(`M398 250Q600 190 802 250L776 650H424Z`, 'back')}` +
    `<path d="M420 330Q600 290 780 330" stroke="#000" stroke-opacity=".14" stroke-width="8"
      fill="none"/><path d="M428 450Q600 420 772 450" stroke="#000" stroke-opacity=".12"
      stroke-width="8" fill="none"/>` +
    `<path d="M372 640Q600 600 828 640L846 742Q600 790 354 742Z" fill="url(#cloth)"/>
      ${weave(`M372 640Q600 600 828 640L846 742Q600 790 354 742Z`, 'seat')}` +
    '<path d="M354 742Q600 790 846 742L842 772Q600 822 358 772Z" fill="#000" opacity=".26"/>' +
    `<path d="M268 560Q300 530 420 548L424 582Q310 566 286 596Z" fill="url(#wood)"/>
      <path d="M932 560Q900 530 780 548L776 582Q890 566 914 596Z" fill="url(#wood)"/>` +
    `<path d="M292 584L330 ${FLOOR_Y - 6}H364L326 580ZM908 584L870 ${FLOOR_Y - 6}H836L874 580Z"
      fill="url(#wood)"/>`
  );
}

function soban(chance: Chance): string {
  const grain = Array.from({ length: 9 }, () => {
    const y = between(chance, 560, 618);
    const line = `M${between(chance, 260, 420)} ${y}q160 ${between(chance, -10, 10)}`;
    return `<path d="${line} ${between(chance, 240, 420)} 0" stroke="#2a1508"
      stroke-opacity=".22" stroke-width="3" fill="none"/>`;
  }).join('');
  const leg = (x: number, bend: number) =>
    `<path d="M${x - 30} 660Q${x + bend} 800 ${x - 22 + bend * 0.2} ${FLOOR_Y}
      H${x + 28 + bend * 0.2}Q${x + bend + 42} 800 ${x + 34} 660Z" fill="url(#wood)"/>`;
  return (
    leg(400, 46) +
    leg(800, -46) +
    leg(500, 22) +
    leg(700, -22) +
    '<path d="M352 652Q600 712 848 652V690Q600 752 352 690Z" fill="url(#wood)"/>' +
    `<ellipse cx="600" cy="606" rx="400" ry="86" fill="url(#wood)"/><ellipse cx="600" cy="590"
      rx="400" ry="82" fill="url(#top)"/>` +
    `<ellipse cx="600" cy="594" rx="366" ry="66" fill="url(#wood)" opacity=".55"/>${grain}` +
    `<ellipse cx="600" cy="552" rx="92" ry="20" fill="#f6f2e8"/>
      <path d="M508 552Q520 606 600 608Q680 606 692 552Z" fill="#ece6d8"/>`
  );
}

function chest(chance: Chance): string {
  const plate = (x: number, y: number, size: number) =>
    `<circle cx="${x}" cy="${y}" r="${size}" fill="url(#brass)"/><circle cx="${x}" cy="${y}"
      r="${size * 0.6}" fill="none" stroke="#5a3d12" stroke-opacity=".5" stroke-width="4"/>`;
  const grain = Array.from({ length: 22 }, () => {
    const [x, y] = [between(chance, 190, 700), between(chance, 430, 880)];
    const bend = place([between(chance, 80, 150), between(chance, -16, 16)]);
    return `<path d="M${x} ${y}q${bend} ${between(chance, 200, 320)} 0" stroke="#220f04"
      stroke-opacity=".16" stroke-width="4" fill="none"/>`;
  }).join('');
  const corners = [186, 1014]
    .map(
      (x) =>
        `<rect x="${x - 26}" y="396" width="52" height="110" fill="url(#brass)"/><rect x="${x - 26}"
      y="820" width="52" height="90" fill="url(#brass)"/>`,
    )
    .join('');
  return (
    `<path d="M226 ${FLOOR_Y}L206 900H300V${FLOOR_Y}ZM974 ${FLOOR_Y}L994 900H900V${FLOOR_Y}Z"
      fill="url(#wood)"/>` +
    `<path d="M132 366L196 322H1004L1068 366Z" fill="url(#top)"/><rect x="132" y="364" width="936"
      height="34" fill="url(#wood)"/>` +
    `<rect x="160" y="396" width="880" height="514" fill="url(#wood)"/>${grain}` +
    `<rect x="160" y="640" width="880" height="10" fill="#000" opacity=".35"/>${corners}` +
    `${plate(600, 610, 82)}<rect x="576" y="590" width="48" height="120" rx="10"
      fill="url(#brass)"/><circle cx="600" cy="664" r="11" fill="#2a1a08"/>` +
    `${plate(330, 770, 40)}${plate(870, 770, 40)}<path d="M296 790q34 66 68 0M836 790q34 66 68 0"
      stroke="url(#brass)" stroke-width="12" fill="none"/>`
  );
}

function lamp(): string {
  return (
    `<rect x="588" y="560" width="24" height="${FLOOR_Y - 600}" fill="url(#brass)"/>` +
    `<ellipse cx="600" cy="${FLOOR_Y - 18}" rx="176" ry="38" fill="url(#brass)"/><ellipse cx="600"
      cy="${FLOOR_Y - 30}" rx="150" ry="28" fill="#00000022"/>` +
    '<ellipse cx="600" cy="430" rx="520" ry="420" fill="url(#halo)"/>' +
    `<path d="M470 240H730L860 580H340Z" fill="url(#glow)"/><path d="M470 240H730L736 258H464Z"
      fill="#8f6a2b"/><path d="M340 580H860L854 562H346Z" fill="#8f6a2b"/>` +
    `<path d="M535 240L470 580M600 240V580M665 240L730 580" stroke="#b98d3e" stroke-opacity=".4"
      stroke-width="4"/>` +
    `<path d="M690 580V690" stroke="#8f6a2b" stroke-width="5"/><circle cx="690" cy="698" r="13"
      fill="url(#brass)"/>`
  );
}

function stool(chance: Chance): string {
  const lean = between(chance, 60, 96);
  const leg = (x: number, way: number) =>
    `<path d="M${x} 560L${x + way * lean} ${FLOOR_Y}H${x + way * lean + 40}L${x + 46} 560Z"
      fill="url(#wood)"/>`;
  return (
    leg(420, -1) +
    leg(734, 1) +
    leg(540, -0.2) +
    leg(616, 0.2) +
    '<rect x="390" y="790" width="420" height="22" rx="8" fill="url(#wood)"/>' +
    `<ellipse cx="600" cy="566" rx="290" ry="64" fill="url(#wood)"/><ellipse cx="600" cy="530"
      rx="290" ry="70" fill="url(#cloth)"/>${weave('M310 530A290 70 0 0 0 890 530A290 70 0 0 0 310 530Z', 'seat')}` +
    '<ellipse cx="540" cy="512" rx="150" ry="26" fill="#fff" opacity=".12"/>'
  );
}

// The threads of a cloth within its outline.
function weave(outline: string, id: string): string {
  const threads = Array.from({ length: 64 }, (_, index) => {
    return `M${280 + index * 10} 180V800M280 ${180 + index * 10}H920`;
  }).join('');
  return `<clipPath id="${id}"><path d="${outline}"/></clipPath>
    <path clip-path="url(#${id})" d="${threads}" stroke="#000" stroke-opacity=".08"
    stroke-width="2.5"/>`;
}
