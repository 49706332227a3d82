import packageJson from '../../../../package.json';
import type { Doctor, Finding } from '../../../contract/answers/doctor.ts';
import type { DoctorContext, Check, Seen } from '../check.ts';
import { asksAsOwner } from '../surroundings.ts';
import { withinRange } from '../within-range.ts';

const SUPPORTED = { node: packageJson.engines.node, directus: packageJson['directus:extension'].host };

/** Findings about the process and its settings. The settings of the owner of mode separated are not those of Directus. */
function look({ host: { extensionsMustLoad, versions }, surroundings }: DoctorContext): Seen {
  const findings: Finding[] = [];
  const unchecked: Doctor['unchecked'] = [];

  if (!extensionsMustLoad && asksAsOwner(surroundings)) {
    unchecked.push({
      subject: 'EXTENSIONS_MUST_LOAD',
      reason: 'the settings read here are not those of Directus: ask as Directus’s role',
    });
  } else if (!extensionsMustLoad) {
    findings.push({
      kind: 'extensions_optional',
      subject: 'EXTENSIONS_MUST_LOAD',
      expected: 'true',
      found: 'not set to true',
      fix: 'Set EXTENSIONS_MUST_LOAD=true and restart: Directus starts without this extension otherwise when it fails to load, and only warns.',
      sql: null,
    });
  }
  if (!withinRange(versions.node, SUPPORTED.node)) {
    findings.push(version('node_unsupported', 'Node', SUPPORTED.node, versions.node));
  }
  if (versions.directus === null) {
    unchecked.push({
      subject: 'version of Directus',
      reason: 'no Directus was found here: ask in its folder, or /one-roof/v1/doctor',
    });
  } else if (!withinRange(versions.directus, SUPPORTED.directus)) {
    findings.push(version('directus_unsupported', 'Directus', SUPPORTED.directus, versions.directus));
  }
  return { findings, unchecked };
}

function version(kind: Finding['kind'], subject: string, expected: string, found: string): Finding {
  return { kind, subject, expected, found, fix: `Run a ${subject} that this version was tested with.`, sql: null };
}

export default { needs: 'nothing', look } satisfies Check;
