import { OneRoofError } from '../../contract/errors.ts';
import { productionWrite } from '../../database/connection-classes.ts';
import { requireCurrentSchema } from '../../database/migrate.ts';
import { pgSessions } from '../../database/pg-sessions.ts';
import { readTrust } from '../../governance/ratification/read-trust.ts';
import { applyRelease, rollBackRelease } from '../../governance/release/apply-release.ts';
import { authorizeRelease } from '../../governance/release/authorize-release.ts';
import { buildPacket } from '../../governance/release/build-packet.ts';
import { draftRelease, releaseFingerprint } from '../../governance/release/draft-release.ts';
import type { ReleaseDraft } from '../../governance/release/draft-release.ts';
import { readPacket } from '../../governance/release/read-packet.ts';
import { rehearseRelease } from '../../governance/release/rehearse-release.ts';
import { storeRehearsal } from '../../governance/release/store-rehearsal.ts';
import { releaseStatus, UNATTENDED } from '../../governance/release/release-status.ts';
import { requestRelease } from '../../governance/release/request-release.ts';
import type { PassedTier } from '../../governance/release/run-release.ts';
import { verifyRelease } from '../../governance/release/verify-release.ts';
import { readConfiguration } from '../configuration.ts';
import type { Operator } from '../operator.ts';
import { count, table } from '../print.ts';
import type { Printout } from '../print.ts';
import { readTextFile } from '../read-text-file.ts';
import { figuresTable } from './release-text.ts';

type Printed = Printout & { exitCode?: number };

const REFUSED = 3;

/** `one-roof release plan CODE`: what a release of the plan in force would do. Writes nothing. */
export async function planRelease(operator: Operator, code: string): Promise<Printed> {
  const draft = await operator.whatIf((session) => draftRelease(session, code));
  const { release, kind, data, from, to, changed } = draft;
  const { fingerprint } = shortened(draft);
  return {
    json: { release, kind, data, from, to, changed, fingerprint },
    text: [
      `${release} would be a ${kind}: ${count(data.rows.length, 'owner row')} begin, ${data.ended.length} end, ${count(data.waivers.length, 'waiver')}, ${count(data.changes.length, 'proposed change')}; ${count(changed.cells, 'cell')} change.`,
      '',
      figuresTable(from, to),
    ].join('\n'),
  };
}

/** `one-roof release build CODE FOLDER`: writes its packet. */
export async function buildRelease(
  operator: Operator,
  code: string,
  folder: string,
  options: { plan?: string; title?: string },
): Promise<Printed> {
  const draft = await operator.whatIf((session) => draftRelease(session, code));
  if (options.plan !== undefined && readTextFile(options.plan) !== draft.plan.source) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${options.plan} is not the plan in force`, {
      subject: options.plan,
      expected: `the plan that is registered, with sha256 ${draft.plan.sha256}`,
      fix: 'Register it first: `one-roof plan register`. Pre-deploying anything of a release is no way: it would find itself already there.',
    });
  }
  const created = new Date().toISOString().slice(0, 10);
  const built = await buildPacket(draft, folder, { created, ...(options.title === undefined ? {} : { title: options.title }) });
  return {
    json: built,
    text: `Built ${folder}: ${count(built.files, 'file')}.\n  ${built.facts.title}\n  packet_tree_sha256 ${built.packet_tree_sha256}\nNext: one-roof release rehearse ${folder} --on CLONE`,
  };
}

/** `one-roof release rehearse PACKET --on DATABASE`: on a proven clone, in a transaction that is rolled back. */
export async function rehearse(operator: Operator, folder: string, options: { on: string }): Promise<Printed> {
  const packet = await readPacket(folder);
  const clone = readConfiguration(process.env, options.on);
  const entry = await operator.read(releaseFingerprint);
  const rehearsed = await rehearseRelease(pgSessions(clone.database, clone.wantedDatabase), packet, operator.actor, progress);
  const exit = await operator.read(releaseFingerprint);
  const evidence = { ...rehearsed, production: { entry: entry.sha256, exit: exit.sha256 } };
  storeRehearsal(folder, evidence);
  return {
    json: evidence,
    text: [
      `Rehearsed ${packet.release} on ${rehearsed.performed_on}; nothing of it was kept there.`,
      `  before         ${rehearsed.before}`,
      `  after apply    ${rehearsed.after_apply}`,
      `  after rollback ${rehearsed.after_rollback}`,
      `  production     ${exit.sha256 === entry.sha256 ? 'as it was' : 'CHANGED meanwhile'}${entry.sha256 === rehearsed.before ? '' : ', and NOT what the clone was'}`,
      `Next: one-roof release request ${folder} --as EMAIL`,
    ].join('\n'),
    exitCode: exit.sha256 === entry.sha256 && entry.sha256 === rehearsed.before ? 0 : REFUSED,
  };
}

/** `one-roof release request PACKET --as EMAIL`: asks people to ratify it. */
export async function request(
  operator: Operator,
  folder: string,
  options: { as: string; code?: string; title?: string; days: number; reason: string },
): Promise<Printed> {
  const packet = await readPacket(folder);
  const code = options.code ?? `APR-${packet.release}`;
  const asked = await writing(operator, (session) =>
    requestRelease(
      session,
      packet,
      { code, title: options.title ?? `Release ${packet.release}`, proposer: options.as, days: options.days },
      { ...operator.actor, reason: options.reason },
    ),
  );
  return {
    json: { ...asked, release: packet.release, packet_tree_sha256: packet.packetTree, rehearsals: packet.rehearsals.length },
    text: `Asked for ${packet.release} as ${asked.code} (${asked.status}): digest ${asked.revision_digest}\n${
      packet.rehearsals.length === 0 ? 'It was not rehearsed: profile council wants that before people ratify it.\n' : ''
    }Next: votes, then the sovereign signature.`,
  };
}

/** `one-roof release authorize CODE`: opens the window of one run, as the person whose session ONE_ROOF_SESSION holds. */
export async function authorize(
  operator: Operator,
  release: string,
  options: { to?: string; seconds: number; reason?: string },
): Promise<Printed> {
  const session = process.env['ONE_ROOF_SESSION'] ?? '';
  const window = await writing(operator, (connection) =>
    authorizeRelease(
      connection,
      release,
      { session, operator: options.to ?? operator.actor.actor, seconds: options.seconds },
      { ...operator.actor, reason: options.reason ?? `a window for ${release}` },
    ),
  );
  return {
    json: window,
    text: `${window.granted_by} allows ${window.granted_to} one run of ${release}, tiers ${window.scope.steps.join(', ')}, until ${window.expires_at} (${window.auth_code}).`,
  };
}

/** `one-roof release apply PACKET --request CODE`: carries it out. */
export async function applyPacket(
  operator: Operator,
  folder: string,
  options: { request: string; dryRun?: boolean; reason?: string },
): Promise<Printed> {
  const packet = await readPacket(folder);
  await operator.sessions.use((session) => requireCurrentSchema(session));
  const dryRun = options.dryRun ?? false;
  const by = { ...operator.actor, reason: options.reason ?? `release ${packet.release}, request ${options.request}` };
  const trust = readTrust(operator.settings.trustFile);
  const run = await applyRelease(operator.sessions, packet, options.request, { by, trust, dryRun, onTier: progress });
  return {
    json: {
      release: packet.release,
      dry_run: dryRun,
      tiers: run.tiers,
      entry: run.entry.sha256,
      exit: run.exit.sha256,
      figures: run.figures,
    },
    text: [
      table(
        ['tier', '', 'ms'],
        run.tiers.map(({ tier, title, milliseconds }) => [String(tier), title, milliseconds]),
      ),
      figuresTable(packet.plan.from, run.figures),
      `  before ${run.entry.sha256}\n  after  ${run.exit.sha256}`,
      dryRun ? 'DRY RUN: all of it passed, and nothing was kept.' : 'ROLLOUT COMPLETE — ALL TIERS PASSED',
    ].join('\n'),
  };
}

/** `one-roof release rollback PACKET`: takes it back. */
export async function rollBack(operator: Operator, folder: string, options: { dryRun?: boolean; reason: string }): Promise<Printed> {
  const packet = await readPacket(folder);
  await operator.sessions.use((session) => requireCurrentSchema(session));
  const dryRun = options.dryRun ?? false;
  const run = await rollBackRelease(operator.sessions, packet, { by: { ...operator.actor, reason: options.reason }, dryRun });
  const [entry, exit] = [run.entry.sha256, run.exit.sha256];
  return {
    json: { release: packet.release, done: run.done, dry_run: dryRun, entry, exit, figures: run.figures },
    text: !run.done
      ? `Nothing to do: ${packet.release} is not applied. The fingerprint is what it was: ${exit}`
      : `${figuresTable(packet.plan.to, run.figures)}\n  before ${entry}\n  after  ${exit}\n${
          dryRun
            ? 'DRY RUN: all of it passed, and nothing was kept.'
            : `ROLLBACK COMPLETE: ${packet.release} is taken back, and everything is as it found it.`
        }`,
  };
}

/** `one-roof release verify CODE`: reads back whether it is there as it was planned. Exit 3 where it is not. */
export async function verify(operator: Operator, release: string): Promise<Printed> {
  const { verified, ok, assertions } = await operator.read((session) => verifyRelease(session, release));
  return {
    json: { release, ok, assertions, verified },
    text: `${table(
      ['', '', 'expected', 'found'],
      verified.map(({ name, expected, found, ok: holds }) => [holds ? '✓' : '✗', name, expected, found]),
    )}\n  assertions ${assertions}, on any PostgreSQL\n${ok ? `${release} is there, as it was planned.` : `${release} is NOT as it was planned.`}`,
    exitCode: ok ? 0 : REFUSED,
  };
}

/** `one-roof release status [CODE]`: every release, and what comes next. */
export async function showReleases(operator: Operator, release: string | undefined): Promise<Printed> {
  const releases = await operator.read((session) => releaseStatus(session, release ?? null));
  if (release !== undefined && releases.length === 0) {
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no release ${release}`, { subject: release });
  }
  const rows = releases.map(({ release: code, kind, status, request: asked, request_status: state, next }) => [
    code,
    kind,
    status,
    asked === null ? '' : `${asked} ${state ?? ''}`,
    next,
  ]);
  return {
    json: { releases, unattended: UNATTENDED },
    text: [
      releases.length === 0
        ? 'No release yet: `one-roof release plan CODE` says what a first one would do.'
        : table(['release', 'kind', 'status', 'request', 'next'], rows),
      '',
      `Once the gate is open, these may run unattended: ${UNATTENDED.may.join(', ')}.`,
      `These never do: ${UNATTENDED.never.join(', ')}.`,
    ].join('\n'),
  };
}

async function writing<Result>(operator: Operator, work: Parameters<typeof productionWrite<Result>>[1]): Promise<Result> {
  await operator.sessions.use((session) => requireCurrentSchema(session));
  return productionWrite(operator.sessions, work);
}

/** A line for each tier that has passed, for people who watch. */
function progress({ tier, title, milliseconds }: PassedTier): void {
  if (process.stderr.isTTY) process.stderr.write(`TIER ${tier} PASS  ${title}  ${milliseconds} ms\n`);
}

function shortened({ fingerprint: { before, after } }: ReleaseDraft) {
  return { fingerprint: { before: before.sha256, after: after.sha256 } };
}
