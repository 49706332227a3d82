import type { Rule } from '../finding.ts';

/** Refuses SQL that PostgreSQL's parser does not understand, or that is put together when it runs. */
const unparsableStatement: Rule = ({ sql }) =>
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

export default unparsableStatement;
