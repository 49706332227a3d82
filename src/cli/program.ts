import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { OneRoofError } from '../contract/errors.ts';
import { GuardMode } from '../contract/writes.ts';
import separatedModeSql from '../database/separated-mode.sql';
import { renderSql, SCHEMA } from '../database/schema.ts';
import { version } from '../../package.json';
import { decision } from './commands/decision.ts';
import { doctor } from './commands/doctor.ts';
import { declare, showEnvironment } from './commands/environment.ts';
import { emit, lag, types } from './commands/events.ts';
import type { EmitOptions } from './commands/events.ts';
import { takeFingerprint } from './commands/fingerprint.ts';
import { gate } from './commands/gate.ts';
import { watchGate } from './commands/watch-gate.ts';
import { acknowledge, arm, disarm, setMode, setWrites, showGuard } from './commands/guard.ts';
import { checkpoint, exportChain, show, verify } from './commands/ledger.ts';
import { migrateSchema } from './commands/migrate.ts';
import { owners } from './commands/owners.ts';
import { close, list, open } from './commands/permits.ts';
import { apply, check, exportRegistered, initialisePlan, register } from './commands/plan.ts';
import type { ExportOptions } from './commands/plan.ts';
import { scan } from './commands/scan.ts';
import { status } from './commands/status.ts';
import { uninstallSchema } from './commands/uninstall.ts';
import { ownershipWhatIf } from './commands/what-if.ts';
import type { WhatIfOptions } from './commands/what-if.ts';
import { who } from './commands/who.ts';
import { showWords } from './commands/words.ts';
import { addKeyCommands } from './key-commands.ts';
import { Operator } from './operator.ts';
import { parseDuration, parseNumber } from './parse-arguments.ts';
import { addRequestCommands } from './request-commands.ts';
import type { Printout } from './print.ts';
import { terminalDocument, terminalJson } from '../text/terminal.ts';
import { commanderOutput, printErr, printOut } from './to-terminal.ts';
import { addReleaseCommands } from './release-commands.ts';
import { printError } from './print-error.ts';

type Printed = Printout & { exitCode?: number };

/** Every command of `one-roof`, as Commander has them. What they print is one JSON object where `asksForJson`. */
export function makeProgram(asksForJson: boolean): Command {
  const program = new Command('one-roof')
    .description('Who is accountable for what in this Directus project, what nobody owns, and whether the gate is open.')
    .version(version)
    .option('--json', 'print one JSON object on one line')
    .option('--database <name>', 'work on this database instead of DB_DATABASE')
    .showHelpAfterError('(one-roof --help lists the commands)')
    .configureOutput(commanderOutput(!asksForJson))
    .exitOverride();

  const reason = () =>
    new Option('--reason <text>', 'why; the ledger keeps it').makeOptionMandatory().argParser((text) => {
      if (text.trim() === '') throw new InvalidArgumentError('A reason is needed.');
      return text;
    });

  program.command('status').description('the whole picture: environment, coverage, owners, gate').action(run(status));

  program.command('scan').description('discover the collections, count coverage, record the run').action(run(scan));

  program
    .command('gate')
    .description('READY (exit 0), BLOCKED (exit 10) with what blocks it and what to do, or APPLIED (exit 11)')
    .option('--release <code>', 'for this release; without it, for the one that is next')
    .option('--packet <folder>', 'for the release of this packet, and whether its bytes are the sealed ones')
    .option('--quiet', 'print the verdict only')
    .option('--watch', 'ask again and again, and print what changes, until interrupted')
    .addOption(new Option('--interval <seconds>', 'how often to ask').argParser(wholeNumber).default(5))
    .action(
      run((operator, options: { quiet?: boolean; watch?: boolean; release?: string; packet?: string; interval: number }) =>
        options.watch ? watchGate(operator, { ...options, json: asksForJson }) : gate(operator, options),
      ),
    );

  addRequestCommands(program, run, finish, reason);
  addKeyCommands(program, run, reason);

  program
    .command('decision')
    .description('what may be decided, what stands in the way, what is GO; exit 3 where an approval is claimed that nobody signed')
    .option('--markdown', 'as a document')
    .option('--check <file>', 'also a document that --json printed and somebody filled in')
    .action(run((operator, options: { markdown?: true; check?: string }) => decision(operator, options)));

  program
    .command('owners')
    .description('who answers for a collection, per scope, and why')
    .argument('[object]', 'a collection, or type:name such as group:GRP-AI')
    .option('--dead', 'instead: the owners that nobody stands behind, and what to do')
    .action(run((operator, object: string | undefined, options: { dead?: boolean }) => owners(operator, object, options)));

  const ownership = program.command('ownership').description('what a change would come to, before anybody asks for it').exitOverride();
  ownership
    .command('what-if')
    .description('which cells a change would touch; writes nothing')
    .option('--retire <codes...>', 'owners, or scope:CODE for responsibility scopes')
    .option('--move <names...>', 'a collection and the group it goes to, ~none for no group')
    .option('--plan <file>', 'as if this plan were registered')
    .option('--limit <number>', 'how many cells to list, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(run((operator, options: WhatIfOptions) => ownershipWhatIf(operator, options)));

  function wholeNumber(text: string): number {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 on is needed.');
    return Number(text);
  }

  const plan = program.command('plan').description('what is to be governed and who is to own it').exitOverride();
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
    .description('what is registered now, as a plan with its comments')
    .argument('[file]', 'a file; without it, standard output')
    .option('--codeowners', 'the owners as a CODEOWNERS file instead')
    .option('--path <pattern>', 'where the file of a collection is (default: collections/{collection}.yaml)')
    .option('--owner <pattern>', 'whom an owner without codeowners in the plan stands for, such as @acme/{owner}')
    .option('--scope <code>', 'only owners of this scope')
    .action(run((operator, file: string | undefined, options: ExportOptions) => exportRegistered(operator, file, options)));
  plan
    .command('register')
    .description('make a plan the plan in force; asserts no owner')
    .argument('<file>', 'plan.yaml')
    .addOption(reason())
    .action(run((operator, file: string, options: { reason: string }) => register(operator, file, options.reason)));
  plan
    .command('apply')
    .description('write the owners of the plan in force, on a proven clone')
    .requiredOption('--clone-only', 'say that this is meant for a clone; production needs a ratified release')
    .addOption(reason())
    .action(run((operator, options: { reason: string }) => apply(operator, options.reason)));

  const environment = program.command('environment').description('what this database is').exitOverride();
  environment.command('show', { isDefault: true }).description('production, clone or undeclared').action(run(showEnvironment));
  environment
    .command('declare')
    .description('declare it, once')
    .addOption(new Option('--production', 'the production database').conflicts('clone'))
    .addOption(new Option('--clone', 'an isolated copy whose name matches ONE_ROOF_CLONE_PATTERN').conflicts('production'))
    .addOption(reason())
    .action(
      run((operator, options: { production?: true; clone?: true; reason: string }) => {
        if (options.production === options.clone) throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'say --production or --clone');
        return declare(operator, options.clone ? 'clone' : 'production', options.reason);
      }),
    );

  const ledger = program.command('ledger').description('what was done to governance, and whether the record of it is whole').exitOverride();
  ledger
    .command('verify')
    .description('recompute the whole ledger; exit 3 if anything is not as it was written, naming the first bad row')
    .option('--checkpoints <file>', 'compare with checkpoints that were kept elsewhere')
    .action(run((operator, options: { checkpoints?: string }) => verify(operator, options)));
  ledger
    .command('show')
    .description('the newest rows; with an id, one row and what it changed')
    .argument('[id]', 'a row', wholeNumber)
    .addOption(new Option('--limit <rows>', 'how many').argParser(wholeNumber).default(20))
    .action(run((operator, id: number | undefined, options: { limit: number }) => show(operator, id, options)));
  ledger
    .command('export')
    .description('print the chain, one JSON object per line, for who checks it elsewhere')
    .addOption(new Option('--from <seq>', 'begin here').argParser(wholeNumber).default(1))
    .action(run((operator, options: { from: number }) => exportChain(operator, options)));
  ledger
    .command('checkpoint')
    .description('note the head of the chain; keep what it prints where nobody who can write the ledger can write')
    .option('--file <file>', 'also append it to this file')
    .action(run((operator, options: { file?: string }) => checkpoint(operator, options)));

  const events = program.command('events').description('what may be emitted, and how far the outbox has come').exitOverride();
  events.command('types').description('the types of events, and which of them may be emitted').action(run(types));
  events
    .command('emit')
    .description('emit an event; refused (exit 3) while its type is inactive')
    .argument('<type>', 'such as coverage.scan_completed')
    .option('--domain <domain>', 'the domain of the type', 'governance')
    .option('--subject <table:ref>', 'what it is about')
    .option('--address <address>', 'its canonical address, where that is another one')
    .option('--correlation <id>', 'what makes two events the same one')
    .option('--stream <stream>', 'refused where it is not the one of the type')
    .option('--lane <lane>', 'refused where it is not the one of the type')
    .option('--severity <severity>', 'critical, warning or info')
    .option('--payload <json>', 'metadata', '{}')
    .action(run((operator, type: string, options: EmitOptions) => emit(operator, type, options)));
  events.command('lag').description('events, queue, fence, and who holds readers back').action(run(lag));

  program
    .command('who')
    .description('who really changed a collection or an item, newest first')
    .argument('<collection>')
    .argument('[item]', 'its key')
    .option('--limit <number>', 'how many writes, at most 500', parseNumber, 50)
    .action(
      run((operator, object: string, item: string | undefined, options: { limit: number }) => who(operator, object, item, options.limit)),
    );

  const guard = program.command('guard').description('what is refused or recorded when collections are changed and written').exitOverride();
  guard.command('status', { isDefault: true }).description('modes, findings, and what enforcing would block').action(run(showGuard));
  guard
    .command('mode')
    .description('off, observe (record what would be refused) or enforce (refuse it)')
    .addArgument(new Argument('<mode>').choices(GuardMode.options))
    .option('--group <code>', 'for this group only')
    .addOption(reason())
    .action(run((operator, mode: GuardMode, options: { group?: string; reason: string }) => setMode(operator, mode, options)));
  guard
    .command('writes')
    .description('owned: items are written only while somebody is accountable for execution; free: always')
    .argument('<collection>')
    .addArgument(new Argument('<rule>').choices(['owned', 'free']))
    .addOption(reason())
    .action(
      run((operator, collection: string, rule: 'owned' | 'free', options: { reason: string }) =>
        setWrites(operator, collection, rule, options.reason),
      ),
    );
  guard
    .command('acknowledge')
    .description('accept what was done to the table of a collection where no guard looks: a rewrite, a replaced column')
    .argument('<collection>')
    .addOption(reason())
    .action(run((operator, collection: string, options: { reason: string }) => acknowledge(operator, collection, options.reason)));
  guard.command('arm').description('put back the triggers that were lost or switched off').action(run(arm));
  guard
    .command('disarm')
    .description('turn every guard off and take its triggers away')
    .addOption(reason())
    .action(run((operator, options: { reason: string }) => disarm(operator, options.reason)));

  for (const [kind, description] of [
    ['window', 'change windows: while one is open, locked schemas may change'],
    ['override', 'break-glass: while one is open, nothing is refused and everything is recorded'],
  ] as const) {
    const permits = program.command(kind).description(description).exitOverride();
    permits
      .command('list', { isDefault: true })
      .description('those that are open, and the last that were')
      .action(run((operator) => list(operator, kind)));
    permits
      .command('open')
      .description('for some collections, or all; it ends by itself')
      .argument('[collections...]')
      .option('--all', 'for every collection')
      .requiredOption('--for <time>', 'for how long: 30m, 2h, 1d', parseDuration)
      .addOption(reason())
      .action(
        run((operator, collections: string[], options: { all?: boolean; for: number; reason: string }) =>
          open(operator, kind, collections, options),
        ),
      );
    permits
      .command('close')
      .argument('<id>', 'its number', parseNumber)
      .addOption(reason())
      .action(run((operator, id: number, options: { reason: string }) => close(operator, kind, id, options.reason)));
  }

  addReleaseCommands(program, run, reason);

  program
    .command('words')
    .description('the six words of a packet or of a request, to compare with what a page shows; needs no database and no Directus')
    .argument('<path>', 'the folder of a packet, or a file of `request export`')
    .action(async (path: string) => finish(await showWords(path)));

  program
    .command('fingerprint')
    .description('sha256 over structure and content, to tell whether anything changed')
    .argument('[scope]', 'governance, release, or the name of a schema such as public', 'governance')
    .option('--rows', 'also a digest per row, so that a comparison can name the row')
    .option('--compare <file>', 'compare with a fingerprint stored with --json; exit 3 if they differ')
    .action(run((operator, scope: string, options: { rows?: boolean; compare?: string }) => takeFingerprint(operator, scope, options)));

  program
    .command('doctor')
    .description('compare what is installed with what should be: exit 1 on drift, with what to do about it')
    .action(run(doctor));

  program.command('migrate').description('install the schema, or bring it up to this version').action(run(migrateSchema));

  program
    .command('roles')
    .description('print the SQL that sets up mode separated, for a database administrator')
    .option('--directus-role <name>', 'the role Directus connects as', 'directus')
    .option('--directus-schema <name>', 'the schema of the tables of Directus', 'public')
    .action((options: { directusRole: string; directusSchema: string }) => {
      printOut(terminalDocument(renderSql(separatedModeSql, { schema: SCHEMA, ...options }).trimEnd()));
    });

  program
    .command('uninstall')
    .description('remove everything of One-Roof from the database')
    .option('--yes', 'really')
    .action(run((operator, options: { yes?: boolean }) => uninstallSchema(operator, options)));

  /** An action: connects, does it, prints, sets the exit code. Commander passes the arguments, the options, the command. */
  function run(action: (operator: Operator, ...args: never[]) => Promise<Printed>) {
    return async (...args: unknown[]): Promise<void> => {
      const { database } = program.opts<{ database?: string }>();
      const printed = await action(new Operator(database), ...(args as never[]));
      finish(printed);
    };
  }

  function finish(printed: Printed): void {
    printOut(asksForJson ? terminalJson(printed.json) : printed.text);
    process.exitCode = printed.exitCode ?? 0;
  }

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
