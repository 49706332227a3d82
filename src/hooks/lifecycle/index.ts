import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HookConfig } from '@directus/types';
import type { Command } from 'commander';
import { installationOf } from '../../governance/installation/current-installation.ts';
import { cliEnvironment } from './cli-environment.ts';
import { EXIT } from '../../contract/errors.ts';

/**
 * Opens One-Roof before Directus listens, and makes `directus one-roof …` an alias of the CLI.
 *
 * Directus only warns about an error thrown here, so nothing is thrown: the installation stays closed and says why.
 */
const lifecycle: HookConfig = ({ init }, { database, env, logger }) => {
  const installation = installationOf({ database, env, logger });

  // Directus waits for what this returns before it listens.
  init('app.before', () => installation.start());

  // Runs for every `directus …` command. The alias is a process of its own, so that it is the very same CLI.
  init('cli.before', (meta) => {
    const program = meta['program'] as Command;
    if (program.commands.some((command) => command.name() === 'one-roof')) return;
    program
      .command('one-roof')
      .description('Governance: coverage, gate, owners, plans (same as the program `one-roof`)')
      .allowUnknownOption()
      .allowExcessArguments()
      .helpOption(false)
      .action((_options: unknown, command: Command) => runCli(command.args, env));
  });
};

function runCli(args: readonly string[], env: Record<string, unknown>): void {
  const cli = fileURLToPath(new URL('cli/one-roof.js', import.meta.url));
  const child = spawn(process.execPath, [cli, ...args], { stdio: 'inherit', env: cliEnvironment(process.env, env) });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? EXIT.error : 128)));
}

export default lifecycle;
