import type { PacketFacts } from '../packet-facts.ts';
import { gate } from './commands.ts';
import { code, counted, delta, inline, markdownTable, paragraphs } from './text.ts';
import { tierTable } from './tier-table.ts';

/** The first page of a packet: where it stands, what it waits for, what to read, what it starts from, and how to check the files. */
export function packetReadme({ release, kind, title, counts, tiers, files, created, rollbackCommand }: PacketFacts): string {
  const figures = Object.entries({
    'owner rows': counts.own,
    gaps: counts.gap,
    conflicts: counts.conflict,
    'effective owners': counts.effective,
    'governance events': counts.outbox,
  });
  return paragraphs(
    `# ${inline(release)} (${kind})`,
    inline(title),
    `**Status:** built on ${created}; nothing of it has run. **The single blocker:** people have not ratified it yet; whether they have by now, \`${gate(release)}\` says.`,
    '## Read in this order',
    [
      '1. `OWNER.md`: one page, for whoever decides',
      '2. `plan.yaml`: who is to answer for what',
      '3. the tiers below, and `tiers.json`, which programs read',
      '4. `ENGINEER.md` and `EXECUTE.md`: for whoever runs it',
    ].join('\n'),
    '## Baseline, and what it comes to',
    `${counted(counts.objects, 'collection')} × ${counted(counts.scopes, 'scope')} = ${counted(counts.cells, 'cell')}.`,
    markdownTable(
      ['', 'before', 'after'],
      figures.map(([name, { from, to }]) => [name, String(from), String(to)]),
    ),
    '## Tiers',
    tierTable(tiers),
    `Taken back by \`${rollbackCommand}\`: gaps ${delta({ from: counts.gap.to, to: counts.gap.from })}.`,
    '## Files',
    `${counted(files.length, 'file')}. In the folder around \`data\`, this has to say OK ${files.length} times and nothing else:`,
    code('sha256sum -c manifest-sha256.txt'),
    files.map((file) => `- \`${file}\``).join('\n'),
  );
}
