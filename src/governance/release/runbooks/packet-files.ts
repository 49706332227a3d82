import type { PacketFacts } from '../packet-facts.ts';
import { engineerRunbook } from './engineer-runbook.ts';
import { executeMarkdown } from './execute-markdown.ts';
import { executeScript } from './execute-script.ts';
import { ownerRunbook } from './owner-runbook.ts';
import { packetReadme } from './packet-readme.ts';

/** The texts of a packet, by their path in the payload. Their names are in `facts.files` already when the README counts them. */
export function packetTextFiles(facts: PacketFacts): Record<string, string> {
  return {
    'README.md': packetReadme(facts),
    'OWNER.md': ownerRunbook(facts),
    'ENGINEER.md': engineerRunbook(facts),
    'EXECUTE.md': executeMarkdown(facts),
    'execute.sh': executeScript(facts),
  };
}
