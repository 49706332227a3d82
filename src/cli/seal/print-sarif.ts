import { join, relative } from 'node:path';
import { DRIFT_CLASSES } from '../../seal/report.ts';
import type { Report } from '../../seal/report.ts';
import { describe, describeProblem } from './print-report.ts';
import { VERSION } from '../version.ts';

const MALFORMED = 'malformed_seal';

/** Reports as SARIF 2.1.0, which code scanners of forges read: one result per difference and per problem. */
export function printSarif(reports: readonly Report[]): object {
  const rules = [...Object.entries(DRIFT_CLASSES), [MALFORMED, 'the seal itself cannot be judged'] as const];
  const results = reports.flatMap((report) => [
    ...report.problems.map((problem) =>
      result(report, MALFORMED, describeProblem(problem), problem.subject ?? '', problem.line),
    ),
    ...report.differences.map((one) =>
      result(report, one.class, describe(one), one.path, one.place?.line, one.place?.column),
    ),
  ]);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'one-roof-seal',
            version: VERSION,
            rules: rules.map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        columnKind: 'unicodeCodePoints',
        invocations: [{ executionSuccessful: reports.every(({ verdict }) => verdict !== 'malformed') }],
        results,
      },
    ],
  };
}

function result(
  { root }: Report,
  ruleId: string,
  text: string,
  path: string,
  startLine?: number,
  startColumn?: number,
) {
  const uri = relative(process.cwd(), join(root, path)).split('/').map(encodeURIComponent).join('/');
  const region =
    startLine === undefined ? {} : { region: { startLine, ...(startColumn === undefined ? {} : { startColumn }) } };
  return {
    ruleId,
    level: 'error',
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: { uri: uri === '' ? '.' : uri }, ...region } }],
  };
}
