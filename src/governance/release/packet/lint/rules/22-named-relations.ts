import { createdRelation } from '../created-relation.ts';
import { findingAt } from '../finding.ts';
import type { Finding, Rule } from '../finding.ts';
import { calls } from '../tree.ts';

/**
 * The function that makes what a tier has created a relation of ours: recorded, locked, restored, and known to the
 * doctor.
 */
const ADOPTION = 'adopt_relations';

/**
 * A tier creates exactly the tables and views that it names, in our schema, and has them adopted before anything is
 * written to them.
 */
const namedRelations: Rule = ({ sql, tiers }) =>
  tiers.tiers.flatMap(({ tier, file, relations }) => {
    const statements = sql.get(file)?.statements ?? [];
    const made = statements.flatMap(({ type, tree, line }, place) => {
      const relation = createdRelation(type, tree);
      return relation === null || relation.temporary ? [] : [{ ...relation, line, place }];
    });
    const says = (line: number | null, found: string): Finding =>
      findingAt('named_relations', file, line, {
        message: `Tier ${tier} creates other relations than it names`,
        expected: `${relations.map(({ kind, name }) => `${kind} one_roof.${name}`).join(', ') || 'no table or view'}, then ${ADOPTION}()`,
        found,
        fix: 'Name every table and view in tier.json, and create it in relations.sql.',
      });
    const adopted = statements.findIndex(
      ({ tree, conditional }) => !conditional && calls(tree).some(({ name }) => name === ADOPTION),
    );
    return [
      ...made
        .filter(
          ({ name, schema, optional }) =>
            !relations.some((one) => one.name === name) || schema !== 'one_roof' || optional,
        )
        .map(({ name, schema, optional, line }) =>
          says(line, `${schema ?? 'no schema'}.${name}${optional ? ', which may be there already' : ''}`),
        ),
      ...relations
        .filter(({ name }) => !made.some((one) => one.name === name))
        .map(({ name }) => says(null, `nothing that creates ${name}`)),
      ...made
        .filter(({ place }) => adopted < place)
        .map(({ name, line }) => says(line, `${name}, which is not adopted after it`)),
    ];
  });

export default namedRelations;
