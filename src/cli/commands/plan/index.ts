import type { Command } from 'commander';
import { apply, check, exportRegistered, initialisePlan, register } from './plan.ts';
import type { ExportOptions } from './plan.ts';
import type { Runner } from '../../noun.ts';
import { reasonOption } from '../../parse-arguments.ts';

/** `one-roof plan …`: what is to be governed, and who is to own it. */
export function addPlanCommands(program: Command, { run }: Runner): void {
  const plan = program
    .command('plan')
    .description('which collections are governed, and who should own them')
    .exitOverride();
  plan
    .command('init')
    .description('write a first plan from the live project')
    .argument('[file]', 'a new file; without it, standard output')
    .action(run((operator, file: string | undefined) => initialisePlan(operator, file)));
  plan
    .command('check')
    .description('check a plan against the project and show what registering it would change')
    .argument('<file>', 'plan.yaml')
    .action(run((operator, file: string) => check(operator, file)));
  plan
    .command('export')
    .description('write the registered plan, with its comments')
    .argument('[file]', 'a file; without it, standard output')
    .option('--codeowners', 'the owners as a CODEOWNERS file instead')
    .option('--path <pattern>', 'where the file of a collection is (default: collections/{collection}.yaml)')
    .option(
      '--owner <pattern>',
      'the CODEOWNERS name of an owner without codeowners in the plan, such as @acme/{owner}',
    )
    .option('--scope <code>', 'only owners of this scope')
    .action(
      run((operator, file: string | undefined, options: ExportOptions) => exportRegistered(operator, file, options)),
    );
  plan
    .command('register')
    .description('make a plan the plan in force; asserts no owner')
    .argument('<file>', 'plan.yaml')
    .addOption(reasonOption())
    .action(run((operator, file: string, options: { reason: string }) => register(operator, file, options.reason)));
  plan
    .command('apply')
    .description('write the owners of the plan in force, on a proven clone')
    .requiredOption('--clone-only', 'confirm that this is a clone; production needs a ratified release')
    .addOption(reasonOption())
    .action(run((operator, options: { reason: string }) => apply(operator, options.reason)));
}
