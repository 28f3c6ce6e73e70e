const FENCE = /^( *)```(.*)$/;
const WALKED = 'sh walked';
const LOOKING = '## What to look at';
const DOING = '## What to do';

/** A command of a page that is run when the page is walked. */
export interface WalkedStep {
  /** What is only looked at may fail, as it does where what it asks is away. */
  isLook: boolean;
  /** The line of the page at which it begins, from 1. */
  line: number;
  command: string;
}

/** The fences of a page that are marked `sh walked`, in order. */
export function walkedSteps(page: string): WalkedStep[] {
  const steps: WalkedStep[] = [];
  let section = '';
  let open: { indent: number; isWalked: boolean; line: number; lines: string[] } | null = null;
  for (const [index, text] of page.split('\n').entries()) {
    const [, indent = '', info = ''] = FENCE.exec(text) ?? [];
    if (!FENCE.test(text)) {
      if (open) open.lines.push(text.slice(open.indent));
      else if (text.startsWith('## ')) section = text;
      continue;
    }
    if (!open) {
      const isWalked = info === WALKED;
      open = { indent: indent.length, isWalked, line: index + 1, lines: [] };
      continue;
    }
    if (open.isWalked) {
      if (section !== LOOKING && section !== DOING) {
        throw new Error(
          `line ${open.line}: a step under "${section}" is neither looking nor doing`,
        );
      }
      const isLook = section === LOOKING;
      steps.push({ isLook, line: open.line, command: open.lines.join('\n') });
    }
    open = null;
  }
  return steps;
}

/** Fills in what the page has between angle brackets, such as `<auctionId>`; throws for what nobody knows. */
export function filledIn(command: string, facts: Readonly<Record<string, string>>): string {
  return command.replaceAll(/<([a-z][A-Za-z-]*)>/g, (_, name: string) => {
    const fact = facts[name];
    if (fact === undefined) throw new Error(`nobody knows which ${name} is meant in: ${command}`);
    return fact;
  });
}
