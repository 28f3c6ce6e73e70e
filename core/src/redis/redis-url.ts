const CLUSTER = /^(rediss?)\+cluster:\/\/(?:([^@/]*)@)?([^@/]+)\/?$/;
const DEFAULT_PORT = 6379;

/** Some nodes of a cluster, from which the others are found, and how to get in. */
export interface ClusterPlace {
  nodes: { host: string; port: number }[];
  tls: boolean;
  credentials: { username?: string; password?: string };
}

/**
 * The cluster that a URL `redis+cluster://[user:password@]host:port,host:port` names (`rediss+cluster`
 * for TLS); null for a URL of one server. Throws an Error that says what is wrong with it.
 */
export function clusterOf(url: string): ClusterPlace | null {
  if (!url.includes('+cluster:')) return null;
  const [, scheme, userInfo, places] = CLUSTER.exec(url) ?? [];
  if (places === undefined) {
    throw new Error('a cluster is named by redis+cluster://host:port,host:port');
  }
  return {
    nodes: places.split(',').map(nodeOf),
    tls: scheme === 'rediss',
    credentials: credentialsOf(userInfo),
  };
}

function nodeOf(place: string): { host: string; port: number } {
  const url = URL.parse(`redis://${place}`);
  if (!url?.hostname) throw new Error(`'${place}' names no node of a cluster`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: url.port === '' ? DEFAULT_PORT : Number(url.port) };
}

function credentialsOf(userInfo = ''): ClusterPlace['credentials'] {
  const [username = '', ...rest] = userInfo.split(':');
  const password = rest.join(':');
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
  };
}
