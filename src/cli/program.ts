import { EXIT } from '../contract/errors.ts';
import { Command } from 'commander';
import { version } from '../../package.json';
import { addCouncilCommand } from './commands/council/index.ts';
import { addDecisionCommand } from './commands/decision/index.ts';
import { addDoctorCommand } from './commands/doctor/index.ts';
import { addEnvironmentCommands } from './commands/environment/index.ts';
import { addEventsCommands } from './commands/events/index.ts';
import { addFingerprintCommand } from './commands/fingerprint/index.ts';
import { addGateCommand } from './commands/gate/index.ts';
import { addGuardCommands } from './commands/guard/index.ts';
import { addInstallationCommands } from './commands/installation/index.ts';
import { addKeyCommands } from './commands/key/index.ts';
import { addLedgerCommands } from './commands/ledger/index.ts';
import { addOwnersCommand } from './commands/owners/index.ts';
import { addOwnershipCommands } from './commands/ownership/index.ts';
import { addPermitsCommands } from './commands/permits/index.ts';
import { addPlanCommands } from './commands/plan/index.ts';
import { addReleaseCommands } from './commands/release/index.ts';
import { addRequestCommands } from './commands/request/index.ts';
import { addScanCommand } from './commands/scan/index.ts';
import { addStatusCommand } from './commands/status/index.ts';
import { addWhoCommand } from './commands/who/index.ts';
import { addWordsCommand } from './commands/words/index.ts';
import type { AddCommands, Runner } from './noun.ts';
import { Operator } from './operator.ts';
import { printError } from './print-error.ts';
import { terminalJson } from '../text/terminal.ts';
import { commanderOutput, printErr, printOut } from './to-terminal.ts';

/** The nouns, in the order in which the help lists their commands. */
const NOUNS: readonly AddCommands[] = [
  addStatusCommand,
  addScanCommand,
  addGateCommand,
  addCouncilCommand,
  addRequestCommands,
  addKeyCommands,
  addDecisionCommand,
  addOwnersCommand,
  addOwnershipCommands,
  addPlanCommands,
  addEnvironmentCommands,
  addLedgerCommands,
  addEventsCommands,
  addWhoCommand,
  addGuardCommands,
  addPermitsCommands,
  addReleaseCommands,
  addWordsCommand,
  addFingerprintCommand,
  addDoctorCommand,
  addInstallationCommands,
];

/** Every command of `one-roof`, as Commander has them. The output is one JSON object where `asksForJson`. */
export function makeProgram(asksForJson: boolean): Command {
  const program = new Command('one-roof')
    .description(
      'Who is accountable for what in this Directus project, what nobody owns, and whether the gate is open.',
    )
    .version(version)
    .option('--json', 'print one JSON object on one line')
    .option('--database <name>', 'work on this database instead of DB_DATABASE')
    .showHelpAfterError('(one-roof --help lists the commands)')
    .configureOutput(commanderOutput(!asksForJson))
    .exitOverride();

  const finish: Runner['finish'] = (printed) => {
    printOut(asksForJson ? terminalJson(printed.json) : printed.text);
    process.exitCode = printed.exitCode ?? EXIT.done;
  };
  const run: Runner['run'] =
    (action) =>
    async (...args) => {
      const { database } = program.opts<{ database?: string }>();
      finish(await action(new Operator(database), ...(args as never[])));
    };
  for (const addCommands of NOUNS) addCommands(program, { asksForJson, run, finish });
  return program;
}

/** Carries out what stands on a command line, prints what came of it, and sets the exit code. */
export async function runProgram(args: readonly string[]): Promise<void> {
  // Asked of the arguments as they are: a usage error may come before the options are read.
  const asksForJson = args.includes('--json');
  try {
    await makeProgram(asksForJson).parseAsync(args, { from: 'user' });
  } catch (thrown) {
    const { exitCode, text } = printError(thrown, asksForJson);
    if (text !== null) printErr(text);
    process.exitCode = exitCode;
  }
}
