import { Client, errors } from '@elastic/elasticsearch';
import { SearchAwayError } from '../auction-search.ts';

/** Writing a batch may take so long; whoever searches says how long that may take. */
const REQUEST_MS = 30_000;
/** What only says that a request was wrong. Any other status means that the index cannot answer now. */
const BAD_REQUEST = 400;

/** An Elasticsearch, and what the auctions' index is called there. */
export interface Elastic {
  client: Client;
  /** The alias that is searched; whatever else we make there has names that begin with it. */
  name: string;
}

/** Opens what the configuration names. It need not answer yet. */
export function connectElastic(url: string, name: string): Elastic {
  // Who asks tries again, or asks elsewhere: retries here would only make them wait.
  const client = new Client({ node: url, maxRetries: 0, requestTimeout: REQUEST_MS });
  return { client, name };
}

/** Asks it something; throws a SearchAwayError when it is away, slow, overloaded or not set up. */
export async function asked<Answer>(request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new SearchAwayError(`Elasticsearch: ${error.message}`, { cause: error });
  }
}

function isAway(error: unknown): error is Error {
  if (error instanceof errors.ResponseError) return error.statusCode !== BAD_REQUEST;
  return (
    error instanceof errors.ConnectionError ||
    error instanceof errors.TimeoutError ||
    error instanceof errors.NoLivingConnectionsError ||
    error instanceof errors.ProductNotSupportedError ||
    error instanceof errors.DeserializationError
  );
}
