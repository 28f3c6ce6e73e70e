/** Something won and not paid for, as long as it counts. */
interface Counted {
  countsUntilMs: number;
}

/** Those that still count at `nowMs`; all of them as long as the time is not known. */
export function stillCounting<Item extends Counted>(
  items: readonly Item[],
  nowMs: number | null,
): Item[] {
  return items.filter(({ countsUntilMs }) => nowMs === null || nowMs < countsUntilMs);
}

/** How many there are, and how many would be too many. */
export function countWords(count: number, defaultsMax: number): string {
  return `낙찰받고 결제하지 않은 일이 ${count}번 있어요. ${defaultsMax}번이 되면 한동안 입찰할 수 없어요.`;
}
