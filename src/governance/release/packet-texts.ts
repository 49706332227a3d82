import type { PacketFacts } from './packet-facts.ts';

/** The texts of a packet that people read, by path. */
export function packetTexts(facts: PacketFacts): Record<string, string> {
  return { 'README.md': readme(facts) };
}

function readme({ release, kind, title, counts, created, files, tiers }: PacketFacts): string {
  const { own, gap, conflict, effective, outbox } = counts;
  return `# Release ${release}

${title}

Status: built ${created}, nothing is done. The single blocker: nobody has ratified it.

| | before | after |
| --- | --- | --- |
| owner rows in force | ${own.from} | ${own.to} |
| cells that nobody owns | ${gap.from} | ${gap.to} |
| conflicts | ${conflict.from} | ${conflict.to} |
| effective owners | ${effective.from} | ${effective.to} |
| governance events in the outbox | ${outbox.from} | ${outbox.to} |

Kind ${kind}, tiers ${tiers.map(({ tier }) => tier).join(', ')}. Read \`plan.yaml\`, then \`tiers.json\`, then the tiers in their order.
\`sha256sum -c manifest-sha256.txt\` beside the folder \`data\` checks all ${files.length} files.
`;
}
