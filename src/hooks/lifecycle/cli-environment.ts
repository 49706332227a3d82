import { devNull } from 'node:os';
import { configurationPath, defaultTrustFile } from '../../governance/settings/configuration-path.ts';
import { settingTexts } from '../../governance/settings/setting-text.ts';

/**
 * The environment of `directus one-roof …`: the CLI sees the settings that Directus sees.
 *
 * What is text in the environment stays the text that it is, since Directus has cast what it read of it. A configuration file is
 * read again by the CLI, except one that is a program: its values are passed on, and win over the environment as in Directus. So is
 * the place of the trust file beside it.
 *
 * @param environment of this process
 * @param read what Directus made of it and of its configuration file
 */
export function cliEnvironment(environment: NodeJS.ProcessEnv, read: Record<string, unknown>): NodeJS.ProcessEnv {
  const ours = settingTexts(
    Object.fromEntries(Object.entries(read).filter(([name]) => /^(DB|ONE_ROOF)_|^EXTENSIONS_MUST_LOAD$/.test(name))),
  );
  const isProgram = /\.[cm]?js$/.test(environment['CONFIG_PATH'] ?? '');
  if (!isProgram) return { ...ours, ...environment };
  const { ONE_ROOF_TRUST_FILE: trustFile = '' } = ours;
  const named = trustFile === '' ? defaultTrustFile(configurationPath(environment)) : trustFile;
  return { ...environment, ...ours, ONE_ROOF_TRUST_FILE: named, CONFIG_PATH: devNull };
}
