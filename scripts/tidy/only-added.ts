import type { Program } from 'oxc-parser';

/** The tables of the books and of the history of orders, whose rows are only ever added. */
const TABLES = ['ledgerEntries', 'orderEvents'];
/** Their names in SQL. */
const NAMED_IN_SQL = /\b(?:ledger_entries|order_events)\b/gi;
/** What may be done with such a table: all that reads, and adding. */
const METHODS = /^(?:from|insert|(?:inner|left|right|full)Join|\$count)$/;
const FUNCTIONS = /^(?:alias|getTableColumns)$/;
/** Makes changing out of adding. */
const CHANGING = 'onDuplicateKeyUpdate';

interface Branch {
  type: string;
  start: number;
  [key: string]: unknown;
}

/**
 * Where code may rewrite what is only ever added to, as offsets in its text. A table of these is named by
 * its own name alone, and only to be read from or added to, so that no other way to it has to be thought of.
 */
export function rewritings({ text, program }: { text: string; program: Program }): number[] {
  const names = new Set(TABLES);
  const starts = [...text.matchAll(NAMED_IN_SQL)].map(({ index }) => index);
  const look = (node: Branch, parent: Branch | null, place: string): void => {
    const alias = aliasMade(node, names);
    if (alias !== null) names.add(alias);
    if (isNamed(node, names) && !(parent && isHarmless(node, parent, place)))
      starts.push(node.start);
    if (changesWhatIsThere(node, names)) starts.push(node.start);
    for (const [key, value] of Object.entries(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isBranch(child)) look(child, node, key);
      }
    }
  };
  look(program as unknown as Branch, null, '');
  return [...new Set(starts)].toSorted((one, other) => one - other);
}

function isNamed(node: Branch, names: ReadonlySet<string>): boolean {
  if (node.type === 'Literal') return TABLES.includes(String(node['value']));
  return node.type === 'Identifier' && names.has(String(node['name']));
}

function isHarmless(node: Branch, parent: Branch, place: string): boolean {
  switch (parent.type) {
    case 'ImportSpecifier':
      return nameOf(parent['imported']) === nameOf(parent['local']);
    case 'MemberExpression':
      return place === 'object';
    case 'TSTypeQuery':
    case 'TSQualifiedName':
      return true;
    case 'VariableDeclarator':
      return place === 'id' || (parent['id'] as Branch).type === 'ObjectPattern';
    case 'CallExpression':
      return isFirstOf(node, parent) && (METHODS.test(methodOf(parent)) || isReader(parent));
    default:
      return false;
  }
}

function isFirstOf(node: Branch, call: Branch): boolean {
  return (call['arguments'] as Branch[])[0] === node;
}

function isReader({ callee }: Branch): boolean {
  return FUNCTIONS.test(nameOf(callee));
}

// What is called so is the same table.
function aliasMade(node: Branch, names: ReadonlySet<string>): string | null {
  if (node.type !== 'VariableDeclarator') return null;
  const made = node['init'] as Branch | null;
  if (made?.type !== 'CallExpression' || nameOf(made['callee']) !== 'alias') return null;
  const [table] = made['arguments'] as Branch[];
  return table && isNamed(table, names) ? nameOf(node['id']) : null;
}

function changesWhatIsThere(node: Branch, names: ReadonlySet<string>): boolean {
  if (node.type !== 'CallExpression' || methodOf(node) !== CHANGING) return false;
  let before = (node['callee'] as Branch)['object'] as Branch;
  while (before.type === 'CallExpression') {
    const [table] = before['arguments'] as Branch[];
    if (methodOf(before) === 'insert' && table && isNamed(table, names)) return true;
    const callee = before['callee'] as Branch;
    if (callee.type !== 'MemberExpression') return false;
    before = callee['object'] as Branch;
  }
  return false;
}

function methodOf({ callee }: Branch): string {
  const called = callee as Branch;
  return called.type === 'MemberExpression' ? nameOf(called['property']) : '';
}

function nameOf(node: unknown): string {
  return isBranch(node) && node.type === 'Identifier' ? String(node['name']) : '';
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
