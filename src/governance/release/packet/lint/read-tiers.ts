import { createHash } from 'node:crypto';
import type { Finding, LintedPacket } from './finding.ts';
import { findingAt, TIERS } from './finding.ts';
import { TiersDocument } from '../tiers-document.ts';
import { utf8 } from './sql-file.ts';

/** Reads `tiers.json`. What is wrong with it, and with the files that it names, are findings; without it there are no tiers. */
export function readTiers(files: LintedPacket['files']): { tiers: LintedPacket['tiers']; findings: Finding[] } {
  const none: LintedPacket['tiers'] = { kind: 'foundation', tiers: [] };
  const says = (file: string, found: string, expected: string): Finding =>
    findingAt('tiers_document', file, null, {
      message: `tiers.json and the files do not match: ${file}`,
      expected,
      found,
      fix: 'Build the packet again with `one-roof release build`.',
    });
  const text = utf8(files.get(TIERS));
  if (!files.has(TIERS) || text === null)
    return { tiers: none, findings: [says(TIERS, 'missing, or not UTF-8', 'a list of the tiers')] };
  const parsed = TiersDocument.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      tiers: none,
      findings: [says(TIERS, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, 'the form of tiers.json')],
    };
  }
  const findings = parsed.data.tiers.flatMap(({ file, sha256 }) => {
    const bytes = files.get(file);
    if (bytes === undefined) return [says(file, 'no such file', 'a file of the packet')];
    const found = createHash('sha256').update(bytes).digest('hex');
    return found === sha256 ? [] : [says(file, found, sha256)];
  });
  return { tiers: parsed.data, findings };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
