/** How many there are, and how many would be too many. */
export function countWords({
  items,
  defaultsMax,
}: {
  items: readonly unknown[];
  defaultsMax: number;
}): string {
  return `낙찰받고 결제하지 않은 일이 ${items.length}번 있어요. ${defaultsMax}번이 되면 한동안 입찰할 수 없어요.`;
}
