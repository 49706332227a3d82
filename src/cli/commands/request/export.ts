import { OPERATOR } from '../../../governance/ratification/request-reader.ts';
import { makeRequestBundle } from '../../../governance/ratification/bundle/make-request-bundle.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { terminal, terminalJson, visibleJson } from '../../../text/terminal.ts';
import { writeNewFile } from '../../write-new-file.ts';

/** `one-roof request export CODE [FILE]`: export everything needed to verify a request offline. */
export async function exportRequest(operator: Operator, code: string, file: string | undefined): Promise<Printout> {
  const bundle = await operator.read((session) =>
    makeRequestBundle(session, code, OPERATOR, operator.settings.trustFile),
  );
  if (file === undefined) return { json: bundle, text: terminalJson(bundle, 2) };
  writeNewFile(file, `${visibleJson(bundle, 2)}\n`);
  return { json: { file }, text: terminal(`Written to ${file}.`) };
}
