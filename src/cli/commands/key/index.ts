import type { Command } from 'commander';
import { confirmKeyBySsh, listKeys, withdrawKey, writeKeyStatement } from './key.ts';
import type { Runner } from '../../noun.ts';
import { reasonOption } from '../../parse-arguments.ts';

/** `one-roof key …`: the keys that people enrolled, and the word of the other person that they are theirs (`pinning: enrolled`). */
export function addKeyCommands(program: Command, { run }: Runner): void {
  const key = program
    .command('key')
    .description('the keys that people enrolled in Directus, and who confirmed them')
    .exitOverride();
  key
    .command('list', { isDefault: true })
    .description('the keys in force, which of them count, and their lines for a trust file')
    .action(run(listKeys));
  key
    .command('statement')
    .description('write the statement that confirms a key: save it, then `ssh-keygen -Y sign -n one-roof -f KEY FILE`')
    .argument('<fingerprint>', 'SHA256:…, as its holder says it on another channel')
    .requiredOption('--as <email>', 'the signer, who is not the holder of the key')
    .action(
      run((operator, fingerprint: string, options: { as: string }) =>
        writeKeyStatement(operator, fingerprint, options),
      ),
    );
  key
    .command('confirm')
    .description('upload a confirmation signed with ssh-keygen')
    .argument('<fingerprint>')
    .requiredOption(
      '--ssh <file>',
      'the signature file of ssh-keygen; the statement is the file beside it, without .sig',
    )
    .requiredOption('--as <email>', 'the signer')
    .option('--statement <file>', 'the statement, if it is somewhere else')
    .action(
      run((operator, fingerprint: string, options: { as: string; ssh: string; statement?: string }) =>
        confirmKeyBySsh(operator, fingerprint, options),
      ),
    );
  key
    .command('withdraw')
    .description('withdraw a confirmation: what the key signs from then on does not count')
    .argument('<fingerprint>')
    .requiredOption('--as <email>', 'the person who confirmed it, or the holder of the key')
    .addOption(reasonOption())
    .action(
      run((operator, fingerprint: string, options: { as: string; reason: string }) =>
        withdrawKey(operator, fingerprint, options),
      ),
    );
}
