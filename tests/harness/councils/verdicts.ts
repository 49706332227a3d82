import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyRequest } from '../../../src/cli/commands/request/verify.ts';
import type { Operator } from '../../../src/cli/operator.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { OPERATOR as ASKER } from '../../../src/governance/ratification/request-reader.ts';
import { makeRequestBundle } from '../../../src/governance/ratification/bundle/make-request-bundle.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { verifyRequestBundle } from '../../../src/governance/ratification/bundle/verify-request-bundle.ts';
import { emailOf } from '../council.ts';
import type { Council, Person } from '../council.ts';
import { REHEARSAL_TRUST } from '../releases/rehearsals.ts';
import type { TestDatabase } from '../test-database.ts';

type Judged = Record<'gate' | 'online' | 'offline', boolean>;
/** Every door says that people ratified it. */
export const YES = { gate: true, online: true, offline: true };
/** No door says so. */
export const NO = { gate: false, online: false, offline: false };
/** A council that ratifies. */
export const VOTERS = ['council-1', 'council-2', 'president'] as const;

/** A trust file with the keys of these people. */
export function trustFileOf(people: Council, persons: readonly Person[] = [...VOTERS, 'clerk', 'council-3']): string {
  const file = join(mkdtempSync(join(tmpdir(), 'one-roof-trust-')), 'trust');
  const lines = persons.map((person) => `${emailOf(person)} namespaces="one-roof" ${people.keyOf(person).line}`);
  writeFileSync(file, [REHEARSAL_TRUST, ...lines].map((line) => `${line}\n`).join(''), { mode: 0o600 });
  return file;
}

/** Verdicts of `request verify` on a request, in the database and offline. */
export async function verified(
  db: TestDatabase,
  code: string,
  trustFile: string,
): Promise<{ online: boolean; offline: boolean; told: string }> {
  const operator = {
    settings: { trustFile },
    read: (work: Parameters<TestDatabase['read']>[0]) => db.read(work),
  } as unknown as Operator;
  const { exitCode, text } = await verifyRequest(operator, code);
  const bundle = await db.read((session) => makeRequestBundle(session, code, ASKER, trustFile));
  const offline = await verifyRequestBundle(JSON.parse(JSON.stringify(bundle)), new Date(), readTrust(trustFile));
  return {
    online: exitCode === 0,
    offline: offline.verdict === 'GO',
    told: `${String(text)}\n${JSON.stringify(offline, null, 1)}`,
  };
}

/** Verdicts of every door on a release that is still to come, or applied, whose request this is. */
export async function judged(
  db: TestDatabase,
  { release, code = release }: { release: string; code?: string },
  trustFile: string,
): Promise<Judged> {
  const { verdict, conditions } = await db.read((session) => evaluateGate(session, readTrust(trustFile), release));
  const ofPeople = conditions.filter(({ condition, name }) => condition === 2 && name !== 'sessions');
  const gate = verdict === 'APPLIED' || (ofPeople.length > 0 && ofPeople.every(({ ok }) => ok === true));
  const { online, offline } = await verified(db, code, trustFile);
  return { gate, online, offline };
}

const REQUEST_ONLY = { proposed_action_code: 'delegate_authority', packet_tree_sha256: null, plan_digest: null };

/** A request for another policy. */
export function policyTo(profile: 'council' | 'two_person') {
  const policy = { profile, methods: ['ssh'], cooling_hours: 24 };
  return { ...REQUEST_ONLY, proposed_action: { policy } };
}

/** A request that somebody leaves the council. */
export function leaves(person: Person, people: Council) {
  const change = { change: 'vacate', seat: 'council', person: emailOf(person), user: people.ids[person] };
  return { ...REQUEST_ONLY, proposed_action: { seats: [change] } };
}
