import { findingAt } from '../finding.ts';
import type { Rule } from '../finding.ts';
import type { SqlFile } from '../sql-file.ts';
import { utf8 } from '../sql-file.ts';
import { constantText, isTree, nodes } from '../tree.ts';

/** Words with which a packet would claim what only people may grant. Case-sensitive whole tokens; this list and no other (release.md). */
export const FORBIDDEN_TOKENS = [
  'PRODUCTION_PASS',
  'PRODUCTION_EXECUTION',
  'REAL_RUN_PASS',
  'REAL_RUN',
  'QT001_APPLY',
  'QT001',
  'CUTOVER_PASS',
  'CUTOVER',
  'PERMIT_GRANTED',
  'ACTIVATION',
  'REPOINT',
  'SEAL_OK_PRODUCTION',
] as const;

// A token ends where a word does, and an underscore belongs to the word.
const TOKEN = new RegExp(
  `(?<![\\w])(?:${[...FORBIDDEN_TOKENS].sort((a, b) => b.length - a.length).join('|')})(?![\\w])`,
  'g',
);

/**
 * Accepted output is judged, and only that: texts for people, `tiers.json`, and what SQL and scripts print when they succeed. Comments and
 * what is said when something is refused are not: to name what is forbidden is no claim.
 */
const forbiddenToken: Rule = ({ files, sql }) =>
  [...files].flatMap(([path, bytes]) => {
    const read = sql.get(path);
    return (read === undefined ? textOutput(path, bytes) : sqlOutput(read)).flatMap(({ line, text }) =>
      [...text.matchAll(TOKEN)].map(([token]) =>
        findingAt('forbidden_token', path, line, {
          message: `The packet says ${token}, which only people may say`,
          expected: `output without ${FORBIDDEN_TOKENS.join(', ')}`,
          found: token,
          fix: 'Say what was done, not what it permits.',
        }),
      ),
    );
  });

interface Printed {
  line: number;
  text: string;
}

function textOutput(path: string, bytes: Uint8Array): Printed[] {
  const text = utf8(bytes);
  if (text === null || !/\.(?:md|txt|json|log|html|sh)$/.test(path)) return [];
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, text: line }));
  if (!path.endsWith('.sh')) return lines;
  return lines.filter((one) => /(?:^|[\s;&|({])(?:echo|printf|cat)\b/.test(one.text) && !/^\s*#|>&2/.test(one.text));
}

/** The level of RAISE EXCEPTION: what it says is a refusal. */
const ERROR = 21;

function sqlOutput({ statements }: SqlFile): Printed[] {
  return statements.flatMap(({ type, tree, line }) => {
    if (type === 'PLpgSQL_stmt_raise')
      return tree.elog_level === ERROR || typeof tree.message !== 'string' ? [] : [{ line, text: tree.message }];
    if (type !== 'SelectStmt') return [];
    return [...nodes(tree.targetList, 'A_Const')].flatMap((constant) => {
      const text = constantText({ A_Const: constant });
      return text === null || !isTree(constant.sval) ? [] : [{ line, text }];
    });
  });
}

export default forbiddenToken;
