import type { Doctor } from '../../contract/answers/doctor.ts';
import type { Installed } from '../../database/install/inspect-installation.ts';
import type { Session } from '../../database/sessions/session.ts';
import type { DoctorHost } from './doctor-host.ts';
import type { Surroundings } from './surroundings.ts';

/** Facts that a check may look at. */
export interface DoctorContext {
  /** A transaction whose search path is the catalogue only; it is rolled back. */
  session: Session;
  schema: string;
  /** The installation; null if nothing can be relied upon. */
  installation: Installed | null;
  surroundings: Surroundings;
  /** The oid of Directus's table of collections. */
  directus: string | null;
  host: DoctorHost;
}

/** The answer of a check. */
export type Seen = Pick<Doctor, 'findings'> & Partial<Pick<Doctor, 'unchecked'>>;

/** A check of the doctor: the default export of a file in `checks/`, which is all that adds it. */
export interface Check {
  /** The least that it needs: nothing, an installation of any version, or the schema of this version. */
  needs: 'nothing' | 'installation' | 'schema';
  look(context: DoctorContext): Seen | Promise<Seen>;
}

/** Tells whether everything is there that a check needs. */
export function canLook({ needs }: Check, { installation }: DoctorContext): boolean {
  return needs === 'nothing' || (needs === 'installation' ? installation !== null : installation?.state === 'current');
}
