/** A client key and the secret key that belongs to it. */
export interface KeyPair {
  clientKey: string;
  secretKey: string;
}

/** The pair the local start and the tests use; it opens nothing but the simulator. */
export const SIMULATOR_KEYS: KeyPair = {
  clientKey: 'test_gck_sim_0SagopalgoNoMoneyMoves0',
  secretKey: 'test_gsk_sim_0SagopalgoNoMoneyMoves0',
};

/** Throws for keys that are not a simulator's pair, live ones above all. */
export function checkKeyPair({ clientKey, secretKey }: KeyPair): void {
  for (const key of [clientKey, secretKey]) {
    if (key.startsWith('live_')) {
      throw new Error('the Toss simulator takes no live keys: no money would move');
    }
  }
  if (!clientKey.startsWith('test_gck_sim_') || !secretKey.startsWith('test_gsk_sim_')) {
    throw new Error("the Toss simulator's keys begin with test_gck_sim_ and test_gsk_sim_");
  }
}

/** With which code an `Authorization` header is refused, or null when it opens the door. */
export function authorizationFault(header: string | undefined, keys: KeyPair): string | null {
  const [scheme = '', encoded = ''] = (header ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic' || encoded === '') return 'UNAUTHORIZED_KEY';
  const decoded = Buffer.from(encoded, 'base64').toString();
  if (!decoded.includes(':')) return 'INCORRECT_BASIC_AUTH_FORMAT';
  return decoded === `${keys.secretKey}:` ? null : 'UNAUTHORIZED_KEY';
}

/** With which code the widget refuses a client key, or null. */
export function clientKeyFault(clientKey: unknown, keys: KeyPair): string | null {
  if (typeof clientKey !== 'string') return 'INVALID_CLIENT_KEY';
  if (/^(test|live)_g?sk_/.test(clientKey)) return 'INSECURE_KEY_USAGE';
  if (/^(test|live)_ck_/.test(clientKey)) return 'NOT_SUPPORTED_API_INDIVIDUAL_KEY';
  return clientKey === keys.clientKey ? null : 'INVALID_CLIENT_KEY';
}
