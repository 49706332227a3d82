import { Option } from 'commander';
import type { Command } from 'commander';
import { OneRoofError } from '../../../contract/errors.ts';
import { currentEnvironment, declareEnvironment } from '../../../governance/environment/declare-environment.ts';
import type { CurrentEnvironment } from '../../../governance/environment/declare-environment.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { terminal } from '../../../text/terminal.ts';
import type { Runner } from '../../noun.ts';
import { reasonOption } from '../../parse-arguments.ts';

/** `one-roof environment …`: what this database is. */
export function addEnvironmentCommands(program: Command, { run }: Runner): void {
  const environment = program
    .command('environment')
    .description('whether this database is production or a clone')
    .exitOverride();
  environment
    .command('show', { isDefault: true })
    .description('show it: production, clone or undeclared')
    .action(run(showEnvironment));
  environment
    .command('declare')
    .description('declare it, once')
    .addOption(new Option('--production', 'the production database').conflicts('clone'))
    .addOption(
      new Option('--clone', 'an isolated copy whose name matches ONE_ROOF_CLONE_PATTERN').conflicts('production'),
    )
    .addOption(reasonOption())
    .action(
      run((operator, options: { production?: true; clone?: true; reason: string }) => {
        if (options.production === options.clone)
          throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'say --production or --clone');
        return declare(operator, options.clone ? 'clone' : 'production', options.reason);
      }),
    );
}

/** `one-roof environment show`: what this database is proven to be. */
async function showEnvironment(operator: Operator): Promise<Printout> {
  return printed(await operator.read((session) => currentEnvironment(session)));
}

/** `one-roof environment declare`: once per database. A database without a declaration counts as production meanwhile. */
export async function declare(operator: Operator, kind: 'production' | 'clone', reason: string): Promise<Printout> {
  const by = { ...operator.actor, reason, clonePattern: operator.settings.clonePattern };
  return printed(await operator.writeProduction((session) => declareEnvironment(session, kind, by)));
}

function printed(environment: CurrentEnvironment): Printout {
  const said = {
    production: 'is the declared production database',
    clone: 'is a proven clone',
    undeclared: 'was never declared: it counts as production',
  }[environment.kind];
  return { json: environment, text: terminal(`Database ${environment.dbname} ${said}.`) };
}
