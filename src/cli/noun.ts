import type { Command } from 'commander';
import type { Operator } from './operator.ts';
import type { Printout } from './print.ts';

/** The output of a command. The exit code is 0 unless it says otherwise. */
type Printed = Printout & { exitCode?: number };

/** Context that the program gives to the commands that it runs. */
export interface Runner {
  /** The output is one JSON object: `--json` stands on the command line. */
  asksForJson: boolean;
  /** Makes an action of Commander: connects, acts, prints, sets the exit code. Commander passes the arguments, then the options. */
  run: (action: (operator: Operator, ...args: never[]) => Promise<Printed>) => (...args: unknown[]) => Promise<void>;
  /** Prints the output and sets the exit code, for an action that connects to nothing. */
  finish: (printed: Printed) => void;
}

/** Adds the commands of one noun to the program. */
export type AddCommands = (program: Command, runner: Runner) => void;
