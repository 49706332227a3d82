import type { PacketFacts } from './packet-facts.ts';
import {
  apply,
  dryRun,
  EXIT,
  gate,
  permit,
  showRequest,
  status,
  SUCCESS,
  verify,
  verifyPacket,
  verifyRequest,
} from './commands.ts';
import { codeBlock, codeSpan, markdown, markdownTable, paragraphs } from '../../../../text/markdown.ts';
import type { Markdown, MarkdownValue } from '../../../../text/markdown.ts';
import { delta } from './text.ts';
import { tierTable } from './tier-table.ts';

/** The rollout step by step, for the operator: commands, and how to tell that each went well. `PACKET` is the folder of the packet. */
export function engineerRunbook(facts: PacketFacts): Markdown {
  const { release, counts } = facts;
  const step = (title: string, command: string, pass: MarkdownValue, fail: MarkdownValue) => [
    markdown`## ${title}`,
    codeBlock(command),
    markdown`- Pass: ${pass}`,
    markdown`- Fail: ${fail}`,
  ];
  return paragraphs(
    markdown`# ${release}: the rollout, for engineers`,
    markdown`Run the steps in order, where the program reaches the declared production database. ${codeSpan('CODE')} is the code of the ratified request: the person who requested the rollout knows it. Unknown? Stop. Never make one up.`,
    ...step(
      '1. The packet is the one that was ratified',
      verifyPacket('PACKET'),
      'exit 0, and the tree that the request names.',
      'any other exit: stop, somebody changed it.',
    ),
    ...step(
      '2. The request',
      `${showRequest('CODE')}\n${verifyRequest('CODE')}`,
      'V1 to V5 all hold, and the six words are those that were signed.',
      'no such request, or one of them does not hold: stop.',
    ),
    ...step(
      '3. The gate',
      gate(release),
      `READY, exit ${EXIT.done}.`,
      `BLOCKED, exit ${EXIT.blocked}: it names what is missing and who can do it. APPLIED, exit ${EXIT.applied}: there is nothing to do.`,
    ),
    ...step(
      '4. The run permit',
      permit(release, 'CODE'),
      'a seat holder who is neither you nor the proposer of the release signs it for you: here, or on the page; it is used once and ends by itself.',
      `exit ${EXIT.refused}: nobody permits a run to themselves.`,
    ),
    ...step(
      '5. Rehearse here',
      dryRun('PACKET', 'CODE'),
      'every tier passes, and the fingerprint afterwards is the one before.',
      `exit ${EXIT.refused}, with the reason: nothing was changed.`,
    ),
    ...step(
      '6. Roll out',
      apply('PACKET', 'CODE'),
      markdown`${codeSpan(SUCCESS)}, exit ${EXIT.done}.`,
      markdown`exit ${EXIT.refused}: it refused, or a tier failed; everything was rolled back, and the database is as before. Another exit: ask ${codeSpan(status(release))} before anything else.`,
    ),
    ...step(
      '7. Read it back',
      verify(release),
      'the figures below, read through the channel that cannot write.',
      'a figure differs: undo it, and keep the log.',
    ),
    markdownTable(
      ['figure', 'before → after'],
      counts.figures.map((figure) => [figure.title, delta(figure)]),
    ),
    markdown`
## Undo
    `,
    codeBlock(facts.rollbackCommand),
    markdown`
- Pass: the fingerprint is the one from before the rollout. Run again, it says that there is nothing to do, and proves it.
    `,
    markdown`
- Fail: later data depend on the release; it lists them, and changes nothing.
    `,
    markdown`
## The tiers
    `,
    'One transaction, a savepoint per tier.',
    tierTable(facts.tiers),
    markdown`
## Without Node
    `,
    'The same files with plain psql; signatures are not verified there, so only after steps 1 to 4. DIGEST is what the gate printed:',
    codeBlock(
      'cd PACKET/data',
      `psql -v ON_ERROR_STOP=1 -v packet="$(sha256sum < ../manifest-sha256.txt | cut -c1-64)" -v verified=DIGEST -f 99_run_all.sql`,
    ),
  );
}
