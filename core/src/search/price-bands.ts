/** From where on each band of prices counts in the facets; the last has no end. */
export const PRICE_BANDS_KRW = [0, 10_000, 50_000, 100_000, 500_000, 1_000_000] as const;

/** The bands as facets name them, with their counts in the same order. */
export function priceFacet(
  counts: readonly number[],
): { fromKrw: number; toKrw: number | null; count: number }[] {
  return PRICE_BANDS_KRW.map((fromKrw, band) => ({
    fromKrw,
    toKrw: PRICE_BANDS_KRW[band + 1] ?? null,
    count: counts[band] ?? 0,
  }));
}
