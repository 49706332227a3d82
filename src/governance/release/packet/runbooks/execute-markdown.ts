import type { PacketFacts } from './packet-facts.ts';
import { apply, EXIT, gate, showRequest, verify } from './commands.ts';
import { codeBlock, codeSpan, markdown, markdownLines, paragraphs } from '../../../../text/markdown.ts';
import type { Markdown } from '../../../../text/markdown.ts';

/** The steps of `execute.sh`, for a person or a program that rolls out once the gate is open. */
export function executeMarkdown({ release, rollbackCommand }: PacketFacts): Markdown {
  return paragraphs(
    markdown`# Roll out ${release} once it is ratified`,
    codeBlock('sh execute.sh CODE'),
    'First, stop where you have to:',
    markdownLines(
      markdown`1. ${codeSpan(gate(release))} does not say READY: change nothing, report what blocks it, exit ${EXIT.blocked}.`,
      markdown`2. ${codeSpan('CODE')} is not known, or ${codeSpan(showRequest('CODE'))} does not know it: stop, exit ${EXIT.refused}. Never make one up, never take the next best.`,
    ),
    'Then:',
    markdownLines(
      markdown`3. ${codeSpan(apply('PACKET', 'CODE'))}: one transaction; it checks everything again and refuses (exit ${EXIT.refused}) what does not hold.`,
      markdown`4. ${codeSpan(verify(release))}: read back through the channel that cannot write.`,
      markdown`
5. Report: what was printed, and the fingerprints.
      `,
    ),
    'If step 4 fails, report it, and who decides runs:',
    codeBlock(rollbackCommand),
    'Nothing else is part of this: no vote, no signature, no event type, no tool, no permission.',
  );
}
