import type { PacketFacts } from './packet-facts.ts';
import { gate } from './commands.ts';
import {
  codeBlock,
  codeSpan,
  markdown,
  markdownLines,
  markdownList,
  markdownTable,
  paragraphs,
} from '../../../../text/markdown.ts';
import type { Markdown } from '../../../../text/markdown.ts';
import { counted, delta } from './text.ts';
import { tierTable } from './tier-table.ts';

/** The first page of a packet: where it stands, what it waits for, what to read, what it starts from, and how to check the files. */
export function packetReadme({
  release,
  kind,
  title,
  counts,
  tiers,
  files,
  created,
  rollbackCommand,
}: PacketFacts): Markdown {
  return paragraphs(
    markdown`# ${release} (${kind})`,
    title,
    markdown`**Status:** built on ${created}; nothing of it has run. **The single blocker:** people have not ratified it yet; whether they have by now, ${codeSpan(gate(release))} says.`,
    markdown`
## Read in this order
    `,
    markdownLines(
      markdown`1. ${codeSpan('OWNER.md')}: one page for the people who decide`,
      markdown`2. ${codeSpan('plan.yaml')}: who should own what`,
      markdown`3. the tiers below, and ${codeSpan('tiers.json')}, which programs read`,
      markdown`4. ${codeSpan('ENGINEER.md')} and ${codeSpan('EXECUTE.md')}: for the operator`,
    ),
    markdown`
## Baseline, and what it comes to
    `,
    `${counted(counts.objects, 'collection')} × ${counted(counts.scopes, 'scope')} = ${counted(counts.cells, 'cell')}.`,
    markdownTable(
      ['', 'before', 'after'],
      counts.figures.map(({ label, from, to }) => [label, String(from), String(to)]),
    ),
    markdown`
## Tiers
    `,
    tierTable(tiers),
    markdown`Taken back by ${codeSpan(rollbackCommand)}: gaps ${delta({ from: counts.gap.to, to: counts.gap.from })}.`,
    markdown`
## Files
    `,
    markdown`${counted(files.length, 'file')}. In the folder around ${codeSpan('data')}, this has to say OK ${files.length} times and nothing else:`,
    codeBlock('sha256sum -c manifest-sha256.txt'),
    markdownList(files.map(codeSpan)),
  );
}
