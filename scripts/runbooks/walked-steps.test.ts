import { expect } from 'chai';
import { filledIn, walkedSteps } from './walked-steps.ts';

const PAGE = `# A page

## What to look at

\`\`\`sh walked
docker compose ps
\`\`\`

\`\`\`sh
not this one
\`\`\`

## What to do

1. Do it:

   \`\`\`sh walked
   one <auctionId>
     two
   \`\`\`
`;

describe('the steps of a runbook that are walked', () => {
  it('are the fences that say so, as they stand there, looking apart from doing', () => {
    expect(walkedSteps(PAGE)).to.deep.equal([
      { isLook: true, line: 5, command: 'docker compose ps' },
      { isLook: false, line: 17, command: 'one <auctionId>\n  two' },
    ]);
  });

  it('are refused where they are neither', () => {
    const elsewhere = PAGE.replace('What to do', 'What it means');
    expect(() => walkedSteps(elsewhere)).to.throw('line 17: a step under "## What it means"');
  });

  it('are filled in with what is known, and refused with what is not', () => {
    expect(filledIn('one <auctionId> > file', { auctionId: 'a1' })).to.equal('one a1 > file');
    expect(() => filledIn('one <orderId>', {})).to.throw('nobody knows which orderId is meant');
  });
});
