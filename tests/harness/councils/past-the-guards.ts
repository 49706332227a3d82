import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { countVerified } from '../../../src/governance/ratification/requests/verified-acts.ts';
import { emailOf } from '../council.ts';
import type { Person } from '../council.ts';
import { seatedCouncils } from './seated-councils.ts';
import type { TestServer } from '../test-server.ts';

/** An action that changes seats or the policy, and is about no release. */
export const ASKED = { proposed_action_code: 'delegate_authority', packet_tree_sha256: null, plan_digest: null };
const GUARDS = [
  'approval_requests',
  'apr_approvals',
  'governance_signature',
  'governance_consumed_approval',
  'governance_policy',
  'governance_seat',
];
/** Takes the guards of the tables of ratification away, or gives them back. */
export const off = (what: 'disable' | 'enable always') =>
  GUARDS.map((table) =>
    what === 'disable'
      ? `alter table one_roof.${table} disable trigger user;`
      : `do $$ declare t text; begin for t in select tgname from pg_trigger where tgrelid = 'one_roof.${table}'::regclass and not tgisinternal loop
           execute format('alter table one_roof.${table} enable always trigger %I', t); end loop; end $$;`,
  ).join('\n');
/** A policy to ask for. */
export const POLICY = { profile: 'two_person', methods: ['ssh'], cooling_hours: 1 };

/** Makes councils, in a group of tests, whose tables their owner may write with the guards off for a moment. */
export function councilsPastTheGuards(server: TestServer) {
  const seated = seatedCouncils(server);
  return async (options: Parameters<typeof seated>[0] = {}) => {
    const { db, people } = await seated(options);
    /** Really ratifies a request: votes and a signature that verify. */
    const ratify = async (code: string, subject: string, proposed_action: object) => {
      await people.request(code, { ...ASKED, subject, proposed_action });
      await people.approve(code);
      await people.signWithKey(code, 'president');
    };
    /** Statements with no guard on, as one transaction; then the guards are as they were. */
    const pastGuards = (statements: string) =>
      db.sql(
        `set one_roof.reason = 'x'; set search_path = one_roof; ${off('disable')} begin; ${statements}; commit; ${off('enable always')}`,
      );
    const used = (code: string) =>
      `insert into governance_consumed_approval (request_code, handler_ref) values ('${code}', 'one-roof:delegate_authority')`;
    const carryOut = (code: string) =>
      db.sql(`begin; set local one_roof.reason = 'x'; select one_roof.apply_delegation('${code}', 'x'); commit`);
    const unratified = (...codes: string[]) =>
      db.read(async (session) => {
        await countVerified(session, people.trust, codes);
        return (await session.query('select unratified_rules() as found')).rows[0]?.['found'] as string | null;
      });
    const gate = () => db.read((session) => evaluateGate(session, people.trust));
    return { db, people, ratify, pastGuards, used, carryOut, unratified, gate };
  };
}

/** A change of a seat, as a request asks for it. */
export const seat = (change: string, place: string, person: Person, user: string) => ({
  change,
  seat: place,
  person: emailOf(person),
  user,
});
