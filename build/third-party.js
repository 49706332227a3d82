import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import license from 'rollup-plugin-license';

/** Licences that may be bundled. BUSL, MSCL and GPL, under which parts of Directus are, are not among them. */
const ALLOWED = '(MIT OR Apache-2.0 OR ISC OR BSD-2-Clause OR BSD-3-Clause OR 0BSD)';

/**
 * A plugin for Rollup and Vite that writes the licences of everything that was bundled to `file`, as they ask for, and fails
 * the build on any other licence. Builds that share the plugin, as Directus's two do, share the file.
 *
 * @param {string} file
 */
export function thirdPartyLicences(file) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  const plugin = license({
    thirdParty: {
      allow: { test: ALLOWED, failOnUnlicensed: true, failOnViolation: true },
      output(dependencies) {
        for (const dependency of dependencies) texts.set(`${dependency.name} ${dependency.version}`, dependency.text());
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(
          file,
          [...texts.keys()]
            .sort()
            .map((name) => texts.get(name))
            .join('\n\n---\n\n') + '\n',
        );
      },
    },
  });
  return /** @type {{ name: string }} */ (plugin);
}
