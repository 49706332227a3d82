import { CONNECTIONS_MUTANTS } from './connections.ts';
import { DECISIONS_MUTANTS } from './decisions.ts';
import { DOCTOR_MUTANTS } from './doctor.ts';
import { ENVIRONMENT_MUTANTS } from './environment.ts';
import { EVENTS_MUTANTS } from './events.ts';
import { GATE_MUTANTS } from './gate.ts';
import { GUARDS_MUTANTS } from './guards.ts';
import { HOUSE_MUTANTS } from './house.ts';
import { HTTP_MUTANTS } from './http.ts';
import { INSTALLATION_MUTANTS } from './installation.ts';
import { LEDGER_MUTANTS } from './ledger.ts';
import { OWNERSHIP_MUTANTS } from './ownership.ts';
import { PLAN_MUTANTS } from './plan.ts';
import { RELEASES_MUTANTS } from './releases.ts';
import { REQUESTS_MUTANTS } from './requests.ts';
import { SEAL_MUTANTS } from './seal.ts';
import { SIGNATURES_MUTANTS } from './signatures.ts';
import { TEXT_MUTANTS } from './text.ts';
import { WHAT_IF_MUTANTS } from './what-if.ts';
import type { Mutant } from './mutant.ts';

/** `npm run check` applies each of these to a copy of the sources and insists that the named tests fail. */
export const MUTANTS: readonly Mutant[] = [
  ...CONNECTIONS_MUTANTS,
  ...DECISIONS_MUTANTS,
  ...DOCTOR_MUTANTS,
  ...ENVIRONMENT_MUTANTS,
  ...EVENTS_MUTANTS,
  ...GATE_MUTANTS,
  ...GUARDS_MUTANTS,
  ...HOUSE_MUTANTS,
  ...HTTP_MUTANTS,
  ...INSTALLATION_MUTANTS,
  ...LEDGER_MUTANTS,
  ...OWNERSHIP_MUTANTS,
  ...PLAN_MUTANTS,
  ...RELEASES_MUTANTS,
  ...REQUESTS_MUTANTS,
  ...SEAL_MUTANTS,
  ...SIGNATURES_MUTANTS,
  ...TEXT_MUTANTS,
  ...WHAT_IF_MUTANTS,
];
