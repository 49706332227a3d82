import { currentEnvironment, declareEnvironment } from '../../governance/environment/declare-environment.ts';
import type { CurrentEnvironment } from '../../governance/environment/declare-environment.ts';
import { requireCurrentSchema } from '../../database/migrate.ts';
import { productionWrite } from '../../database/connection-classes.ts';
import type { Operator } from '../operator.ts';
import type { Printout } from '../print.ts';
import { terminal } from '../../text/terminal.ts';

/** `one-roof environment show`: what this database is proven to be. */
export async function showEnvironment(operator: Operator): Promise<Printout> {
  return printed(await operator.read((session) => currentEnvironment(session)));
}

/** `one-roof environment declare`: once per database. A database without a declaration counts as production meanwhile. */
export async function declare(operator: Operator, kind: 'production' | 'clone', reason: string): Promise<Printout> {
  await operator.sessions.use((session) => requireCurrentSchema(session));
  const by = { ...operator.actor, reason, clonePattern: operator.settings.clonePattern };
  return printed(await productionWrite(operator.sessions, (session) => declareEnvironment(session, kind, by)));
}

function printed(environment: CurrentEnvironment): Printout {
  const said = {
    production: 'is the declared production database',
    clone: 'is a proven clone',
    undeclared: 'was never declared: it counts as production',
  }[environment.kind];
  return { json: environment, text: terminal(`Database ${environment.dbname} ${said}.`) };
}
