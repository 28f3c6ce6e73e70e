/** How deep categories may be divided: one at the top, two below it. */
export const CATEGORY_DEPTH_MAX = 3;

/** What a place in the tree is known by. */
export interface CategoryNode {
  categoryId: string;
  /** Null for one at the top. */
  parentId: string | null;
}

/** Parents before their children, siblings in the order in which they are given. */
export function inTreeOrder<Node extends CategoryNode>(nodes: readonly Node[]): Node[] {
  const childrenOf = byParent(nodes);
  const listed = (parentId: string | null, depth: number): Node[] => {
    if (depth > CATEGORY_DEPTH_MAX) return [];
    const siblings = childrenOf.get(parentId) ?? [];
    return siblings.flatMap((node) => [node, ...listed(node.categoryId, depth + 1)]);
  };
  return listed(null, 1);
}

/** The ids of a category and of all that are below it; the id alone where there is no such category. */
export function withAllBelow(nodes: readonly CategoryNode[], categoryId: string): string[] {
  const childrenOf = byParent(nodes);
  const found: string[] = [];
  let level = [categoryId];
  for (let depth = 1; depth <= CATEGORY_DEPTH_MAX; depth += 1) {
    found.push(...level);
    level = level.flatMap((id) => (childrenOf.get(id) ?? []).map((child) => child.categoryId));
  }
  return found;
}

/** A category and all above it, the one at the top first; empty where there is no such category. */
export function pathTo<Node extends CategoryNode>(
  nodes: readonly Node[],
  categoryId: string,
): Node[] {
  const path: Node[] = [];
  let wanted: string | null = categoryId;
  for (let depth = 1; depth <= CATEGORY_DEPTH_MAX && wanted !== null; depth += 1) {
    const node: Node | undefined = nodes.find((each) => each.categoryId === wanted);
    if (!node) break;
    path.unshift(node);
    wanted = node.parentId;
  }
  return path;
}

/** How many levels a category and what is below it take: 1 where nothing is. */
export function levelsOf(nodes: readonly CategoryNode[], categoryId: string): number {
  const below = withAllBelow(nodes, categoryId).map((id) => pathTo(nodes, id).length);
  return Math.max(...below) - pathTo(nodes, categoryId).length + 1;
}

function byParent<Node extends CategoryNode>(
  nodes: readonly Node[],
): ReadonlyMap<string | null, Node[]> {
  return Map.groupBy(nodes, ({ parentId }) => parentId);
}
