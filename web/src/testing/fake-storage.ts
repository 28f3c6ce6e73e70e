/** A storage as browsers have it; `onChanged` is told what another tab would hear by a storage event. */
export function fakeStorage(onChanged: (key: string) => void = () => {}) {
  const items = new Map<string, string>();
  return {
    get length(): number {
      return items.size;
    },
    key: (at: number) => [...items.keys()][at] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => {
      const isSame = items.get(key) === value;
      items.set(key, value);
      if (!isSame) onChanged(key);
    },
    removeItem: (key: string) => {
      if (items.delete(key)) onChanged(key);
    },
  };
}
