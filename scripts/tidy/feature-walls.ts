import { isTestFile } from './source-files.ts';

/** What every feature of the api may use besides itself. */
const API_SHARED = ['http', 'views', 'deps.ts', 'config.ts'];
/** What every function of lambdas may use besides itself. */
const LAMBDAS_SHARED = [
  ...['connections.ts', 'picture-connections.ts', 'handling.ts', 'scheduled.ts'],
  'tell-unread.ts',
  'try-every.ts',
  'record-bids',
];
/** The page's layers, each above what it may use. */
const WEB_LAYERS = [['lib', 'components', 'styles'], ['features'], ['pages'], ['app']];

/** The wall that an import inside a room breaks, as the end of a sentence, or null. */
export function featureFaults(path: string, target: string): string | null {
  const [room = '', src = '', place = '', inner = ''] = path.split('/');
  const [targetRoom, , targetPlace = '', targetInner = ''] = target.split('/');
  const forTests = place === 'testing' || isTestFile(target);
  if (room !== targetRoom || src !== 'src' || forTests) return null;
  switch (room) {
    case 'api':
      return sharedFault(API_SHARED, place, targetPlace);
    case 'lambdas':
      return sharedFault(LAMBDAS_SHARED, place, targetPlace);
    case 'web':
      return webFault([place, inner], [targetPlace, targetInner]);
    default:
      return null;
  }
}

// A file at the top of a room puts its features together and may use all of them.
function sharedFault(shared: readonly string[], place: string, target: string): string | null {
  const atTop = place.includes('.');
  if (atTop || place === target || shared.includes(target)) return null;
  return `leads from ${place} to ${target}, through a wall between features`;
}

function webFault(from: [string, string], to: [string, string]): string | null {
  const level = layerOf(from[0]);
  const targetLevel = layerOf(to[0]);
  if (level === -1) return null;
  if (targetLevel > level) return `leads up from ${from[0]} to ${to[0]}`;
  if (from[0] === 'features' && to[0] === 'features' && from[1] !== to[1]) {
    return `leads from the feature ${from[1]} to ${to[1]}`;
  }
  return null;
}

function layerOf(place: string): number {
  return WEB_LAYERS.findIndex((layer) => layer.includes(place));
}
