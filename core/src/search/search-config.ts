import { z } from 'zod';

/** What our indexes in Elasticsearch begin with, unless told. */
export const DEFAULT_INDEX = 'auctions';

/** Where Elasticsearch is, for whoever searches or writes what is searched. Without it MySQL answers alone. */
export const searchShape = {
  ELASTICSEARCH_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** For several marketplaces on one server. */
  ELASTICSEARCH_INDEX: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,60}$/, 'small letters, digits, - and _')
    .default(DEFAULT_INDEX),
};
