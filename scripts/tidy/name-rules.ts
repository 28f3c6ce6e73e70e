const VAGUE_WORDS = /^(utils?|helpers?|common|misc|managers?|stuff|shared)$/i;
const VAGUE_NAMES = /^(data|info|types|functions|index)$/i;

const ROOMS = ['core', 'api', 'sse-server', 'lambdas', 'web', 'infra', 'scripts'];
const NOT_OURS = ['node_modules'];

/** The faults of a path's names: each must say what is inside. */
export function nameFaults(path: string): string[] {
  return path.split('/').flatMap((segment) => {
    const [name = ''] = segment.split('.');
    const words = name.split(/[-_]|(?<=[a-z])(?=[A-Z])/);
    const isIndexPage = segment === 'index.html';
    const vague = words.some((word) => VAGUE_WORDS.test(word)) || VAGUE_NAMES.test(name);
    return vague && !isIndexPage ? [`${path}: "${segment}" does not say what is inside`] : [];
  });
}

/** The faults of the folders at the top of the clone; those with a dot hold no product code. */
export function topLevelFaults(folders: readonly string[]): string[] {
  return folders
    .filter((name) => !name.startsWith('.') && !ROOMS.includes(name) && !NOT_OURS.includes(name))
    .map((name) => `${name}/ is not one of the house's rooms`);
}
