import type { Rule } from '../finding.ts';

/** What PostgreSQL's parser does not understand, and what cannot be known before it runs, cannot be ratified. */
export const unparsableStatement: Rule = ({ sql }) =>
  [...sql.values()].flatMap(({ path, unjudged }) =>
    unjudged.map(({ line, message }) => ({
      rule: 'unparsable_statement',
      file: path,
      line,
      message: `This cannot be judged: ${message}`,
      expected: 'SQL and PL/pgSQL that can be read before it runs',
      found: message,
      fix: 'Correct it, or write out what it puts together.',
    })),
  );
