import { z } from 'zod';

const openSchema = z.object({
  orders: z.array(z.object({ orderId: z.string(), role: z.enum(['buyer', 'seller']) })),
  auctions: z.array(
    z.object({ auctionId: z.string(), title: z.string(), role: z.enum(['seller', 'leader']) }),
  ),
});

/** What keeps somebody from leaving, as a refusal names it; nothing where it is about something else. */
export function openMattersIn(detail: unknown): z.infer<typeof openSchema> {
  return openSchema.safeParse(detail).data ?? { orders: [], auctions: [] };
}
