import type { PacketFacts } from '../packet-facts.ts';
import { apply, EXIT, gate, showRequest, verify } from './commands.ts';
import { code, inline, paragraphs } from './text.ts';

/** What `execute.sh` does, for a person or a program that is told to roll out once the gate is open. */
export function executeMarkdown({ release, rollbackCommand }: PacketFacts): string {
  return paragraphs(
    `# Roll out ${inline(release)} once it is ratified`,
    code('sh execute.sh CODE'),
    'First, stop where you have to:',
    [
      `1. \`${gate(release)}\` does not say READY: change nothing, report what blocks it, exit ${EXIT.blocked}.`,
      `2. \`CODE\` is not known, or \`${showRequest('CODE')}\` does not know it: stop, exit ${EXIT.refused}. Never make one up, never take the next best.`,
    ].join('\n'),
    'Then:',
    [
      `3. \`${apply('PACKET', 'CODE')}\`: one transaction; it checks everything again and refuses (exit ${EXIT.refused}) what does not hold.`,
      `4. \`${verify(release)}\`: read back through the channel that cannot write.`,
      '5. Report: what was printed, and the fingerprints.',
    ].join('\n'),
    'If step 4 fails, report it, and who decides runs:',
    code(rollbackCommand),
    'Nothing else is part of this: no vote, no signature, no event type, no tool, no permission.',
  );
}
