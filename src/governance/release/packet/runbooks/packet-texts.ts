import type { PacketFacts } from './packet-facts.ts';
import { engineerRunbook } from './engineer-runbook.ts';
import { executeMarkdown } from './execute-markdown.ts';
import { executeScript } from './execute-script.ts';
import { ownerRunbook } from './owner-runbook.ts';
import { packetReadme } from './packet-readme.ts';
import type { Markdown } from '../../../../text/markdown.ts';

/** The texts of a packet that people read, and the script that they run, by path. */
export function packetTexts(facts: PacketFacts): Record<string, string> {
  return {
    'README.md': document(packetReadme(facts)),
    'OWNER.md': document(ownerRunbook(facts)),
    'ENGINEER.md': document(engineerRunbook(facts)),
    'EXECUTE.md': document(executeMarkdown(facts)),
    'execute.sh': executeScript(facts),
  };
}

function document(text: Markdown): string {
  return `${String(text)}\n`;
}
