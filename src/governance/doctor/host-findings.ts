import packageJson from '../../../package.json';
import type { Doctor, Finding } from '../../contract/answers/doctor.ts';
import { withinRange } from './within-range.ts';

/** Facts about the asking process that the database does not know. */
export interface DoctorHost {
  /** True if EXTENSIONS_MUST_LOAD is set in the settings that this process reads. */
  extensionsMustLoad: boolean;
  /** The roles of Directus that its settings name, by setting. */
  namedRoles?: Readonly<Record<string, readonly string[]>>;
  versions: {
    oneRoof: string;
    node: string;
    /** null: not known. */
    directus: string | null;
  };
}

const SUPPORTED = { node: packageJson.engines.node, directus: packageJson['directus:extension'].host };

/** Directus's own reading of a flag: whether EXTENSIONS_MUST_LOAD is set. */
export function isSet(value: unknown): boolean {
  return [true, 'true', 1, '1'].some((set) => set === value);
}

/**
 * Findings about the process and its settings, and a list of what cannot be checked from here.
 *
 * @param asksAsOwner true if the owner of mode separated asks: their settings are not those of Directus.
 */
export function hostFindings(host: DoctorHost, asksAsOwner: boolean): Pick<Doctor, 'findings' | 'unchecked'> {
  const { extensionsMustLoad, versions } = host;
  const findings: Finding[] = [];
  const unchecked: Doctor['unchecked'] = [];

  if (!extensionsMustLoad && asksAsOwner) {
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
