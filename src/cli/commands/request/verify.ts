import { EXIT, OneRoofError } from '../../../contract/errors.ts';
import { judgeRequest } from '../../../governance/ratification/bundle/judge-request.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { verifyRequestBundle } from '../../../governance/ratification/bundle/verify-request-bundle.ts';
import type { BundleVerdict } from '../../../governance/ratification/bundle/verify-request-bundle.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { terminal } from '../../../text/terminal.ts';

/** `one-roof request verify CODE`: V1 to V5 on the database, exit code 3 for NO-GO. */
export async function verifyRequest(operator: Operator, code: string): Promise<Printout & { exitCode: number }> {
  return printed(await operator.read((session) => judgeRequest(session, code, operator.settings.trustFile)));
}

/** `one-roof request verify --bundle FILE [--trust FILE]`: the same offline, with nothing but the file. */
export async function verifyBundleFile(
  file: string,
  trust: string | undefined,
): Promise<Printout & { exitCode: number }> {
  const text = readTextFile(file, '--bundle');
  let bundle: unknown;
  try {
    bundle = JSON.parse(text);
  } catch (error) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${file} is not JSON`, {
      expected: 'what request export wrote',
      found: (error as Error).message,
    });
  }
  return printed(await verifyRequestBundle(bundle, new Date(), trust === undefined ? undefined : readTrust(trust)));
}

function printed(verdict: BundleVerdict): Printout & { exitCode: number } {
  const lines = verdict.checks.flatMap(({ check, ok, expected, problems }) => [
    `${ok === null ? '?' : ok ? '✓' : '✗'} ${check} ${expected}`,
    ...problems.map((problem) => `     ${problem}`),
  ]);
  const whose =
    verdict.trust === 'given' ? [] : ['', 'V3 needs --trust FILE: your own file that says whose keys count.'];
  return {
    json: verdict,
    text: terminal(verdict.verdict, ...lines, ...whose),
    exitCode: verdict.verdict === 'GO' ? EXIT.done : EXIT.refused,
  };
}
