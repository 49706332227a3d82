import type { PacketFacts } from './packet-facts.ts';
import { changeLines } from '../../../ratification/requests/change-lines.ts';
import { gate, showRequest } from './commands.ts';
import { codeBlock, codeSpan, markdown, markdownLines, markdownList, paragraphs } from '../../../../text/markdown.ts';
import type { Markdown } from '../../../../text/markdown.ts';
import { counted } from './text.ts';

/**
 * One page for whoever decides: what will happen, what will not, how to undo it, and what to compare before signing.
 *
 * @param words the six words of the packet's digest, where they are known: a text inside the packet cannot know them, because it is
 *   part of what the digest is made of
 */
export function ownerRunbook(facts: PacketFacts, words: string | null = null): Markdown {
  const { counts } = facts;
  return paragraphs(
    markdown`# ${facts.release}: what you are asked to decide`,
    facts.title,
    facts.kind === 'foundation'
      ? `Today nobody answers for ${counts.gap.from} of ${counted(counts.cells, 'question')} of who is responsible (${counted(counts.objects, 'collection')}, each asked in ${counted(counts.scopes, 'respect')}). Afterwards ${counts.gap.to} are open.`
      : `Some responsibilities get another owner. Of ${counted(counts.cells, 'question')} of who is responsible, ${counts.gap.from} are open today, and ${counts.gap.to} afterwards.`,
    markdown`
## What changes
    `,
    markdownLines(
      `${counted(facts.changes.cells, 'answer')} to who is responsible ${facts.changes.cells === 1 ? 'changes' : 'change'}, from → to:`,
      markdownList(changeLines(facts.changes, 20)),
    ),
    markdown`
## What will happen
    `,
    markdownList([
      `${counted(counts.rows, 'record')} of who is accountable for what ${counts.rows === 1 ? 'is' : 'are'} written.`,
      'Every one of them names the decision of yours that it rests on.',
      'It takes seconds. Either all of it happens or nothing.',
    ]),
    markdown`
## What will not happen
    `,
    markdownList([
      'Nobody gets a mail or a message, and nothing is sent anywhere.',
      'The contents of your collections, the way the site works, users and their rights stay as they are.',
      'Nothing that this is not about is switched on.',
    ]),
    markdown`
## What it waits for
    `,
    'One thing: people. The council votes and the president signs. No program can do that for them, and none will. Anybody may check this at any time, and the answer is one word:',
    codeBlock(`${gate(facts.release)} --quiet`),
    markdown`
## Before you sign
    `,
    words === null
      ? markdown`Six words stand for the exact contents of this packet. The page where you sign shows them as the words of the packet, ${codeSpan(showRequest('CODE'))} does so too, and ${codeSpan('one-roof words PACKET')} makes them out of the packet itself, on any machine that has it. Compare them in two places that do not depend on each other. If one word differs, do not sign.`
      : markdown`These six words stand for the exact contents of this packet: **${words}**. The page where you sign shows the same six. If one word differs, do not sign.`,
    markdown`
## How to undo it
    `,
    'One command takes back exactly what was written, and proves that nothing else was touched:',
    codeBlock(facts.rollbackCommand),
  );
}
