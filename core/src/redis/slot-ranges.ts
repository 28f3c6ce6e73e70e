import { slotOf, SLOTS } from './slots.ts';

/** Stretches of slots, each with its first and its last. */
export type SlotRanges = readonly (readonly [first: number, last: number])[];

/** Slots as text, such as `0-5460 10923-10923`; they must come in order. */
export function writeSlots(slots: Iterable<number>): string {
  const ranges: [number, number][] = [];
  for (const slot of slots) {
    const open = ranges.at(-1);
    if (open && open[1] === slot - 1) open[1] = slot;
    else ranges.push([slot, slot]);
  }
  return ranges.map((range) => range.join('-')).join(' ');
}

/** What `writeSlots` has written; null is every slot there is. */
export function readSlots(text: string | null): SlotRanges {
  if (text === null) return [[0, SLOTS - 1]];
  return text.split(' ').map((range) => {
    const [first, last] = range.split('-').map(Number);
    if (first === undefined || last === undefined) throw new Error(`no slots: ${text}`);
    return [first, last] as const;
  });
}

/** True when the slot is one of these. */
export function isWithin(ranges: SlotRanges, slot: number): boolean {
  return ranges.some(([first, last]) => first <= slot && slot <= last);
}

/** True when the slot of the key is one of these. */
export function haveKey(ranges: SlotRanges, key: string): boolean {
  return isWithin(ranges, slotOf(key));
}

/** True when any slot is in both. */
export function haveCommon(ranges: SlotRanges, others: SlotRanges): boolean {
  return ranges.some(([first, last]) =>
    others.some(([otherFirst, otherLast]) => first <= otherLast && otherFirst <= last),
  );
}

/** True when every slot of the second is in one of the first. */
export function cover(ranges: SlotRanges, others: SlotRanges): boolean {
  return others.every(([first, last]) => {
    let slot = first;
    while (slot <= last) {
      const over = ranges.find(([from, to]) => from <= slot && slot <= to);
      if (!over) return false;
      slot = over[1] + 1;
    }
    return true;
  });
}
