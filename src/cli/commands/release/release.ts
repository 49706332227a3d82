import { isDeepStrictEqual } from 'node:util';
import { EXIT, OneRoofError } from '../../../contract/errors.ts';
import { letRolesFile } from '../../../governance/ratification/requests/filing-roles.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { applyRelease, rollBackRelease } from '../../../governance/release/execution/apply-release.ts';
import { buildPacket } from '../../../governance/release/packet/build-packet.ts';
import { draftRelease } from '../../../governance/release/packet/draft-release.ts';
import type { ReleaseDraft } from '../../../governance/release/packet/draft-release.ts';
import { readPacket } from '../../../governance/release/packet/read-packet.ts';
import { changeLines } from '../../../governance/ratification/requests/change-lines.ts';
import { changesOf } from '../../../governance/release/packet/release-changes.ts';
import { RENDERER } from '../../../governance/release/packet/release-contents.ts';
import { releaseStatus, UNATTENDED } from '../../../governance/gate/release-status.ts';
import { requestRelease } from '../../../governance/release/request-release.ts';
import { requireNewCode } from '../../../governance/release/require-new-code.ts';
import { wantsRehearsal } from '../../../governance/release/release-rehearsals.ts';
import { verifyRelease } from '../../../governance/release/verify-release.ts';
import type { Operator } from '../../operator.ts';
import { count, table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { figuresTable, progress, unratified } from './release-text.ts';
import { terminal } from '../../../text/terminal.ts';

type Printed = Printout & { exitCode?: number };

/** `one-roof release plan CODE`: what a release of the plan in force would do. Writes nothing. */
export async function planRelease(operator: Operator, code: string): Promise<Printed> {
  const draft = await operator.whatIf((session) => draftRelease(session, code));
  const { release, kind, data, from, to } = draft;
  const changes = changesOf(draft.changed, draft.owners);
  const { fingerprint } = shortened(draft);
  return {
    json: { release, kind, data, from, to, changes, fingerprint },
    text: terminal(
      `${release} would be a ${kind}: ${count(data.rows.length, 'owner row')} begin, ${data.ended.length} end, ${count(data.waivers.length, 'waiver')}, ${count(data.changes.length, 'waiting change')}; ${count(changes.cells, 'cell')} change.`,
      ...changeLines(changes, 20).map((line) => `  ${line}`),
      '',
      figuresTable(from, to),
    ),
  };
}

/** `one-roof release build CODE FOLDER`: writes its packet. */
export async function buildRelease(
  operator: Operator,
  code: string,
  folder: string,
  options: { plan?: string; title?: string },
): Promise<Printed> {
  const { draft, rehearsed } = await operator.whatIf(async (session) => {
    await requireNewCode(session, code);
    return { rehearsed: await wantsRehearsal(session), draft: await draftRelease(session, code) };
  });
  if (options.plan !== undefined && readTextFile(options.plan) !== draft.plan.source) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${options.plan} is not the plan in force`, {
      subject: options.plan,
      expected: `the plan that is registered, with sha256 ${draft.plan.sha256}`,
      fix: 'Register it first: `one-roof plan register`. Do not apply parts of a release in advance: the release would find them and stop.',
    });
  }
  const created = new Date().toISOString().slice(0, 10);
  const built = await buildPacket(draft, folder, {
    created,
    ...(options.title === undefined ? {} : { title: options.title }),
  });
  return {
    json: built,
    text: terminal(
      `Built ${folder}: ${count(built.files, 'file')}.`,
      `  ${built.facts.title}`,
      `  packet_tree_sha256 ${built.packet_tree_sha256}`,
      `Next: one-roof release rehearse ${folder} --on CLONE${rehearsed ? ' --key FILE' : ''}`,
    ),
  };
}

/** `one-roof release request PACKET --as EMAIL`: asks people to ratify it. */
export async function request(
  operator: Operator,
  folder: string,
  options: { as: string; code?: string; title?: string; days: number; reason: string },
): Promise<Printed> {
  const packet = await readPacket(folder);
  const draft = await operator.whatIf((session) => draftRelease(session, packet.release));
  const changes = changesOf(draft.changed, draft.owners);
  if (!isDeepStrictEqual(changes, packet.changes)) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${folder} does not say what the release would change`, {
      subject: packet.release,
      expected: changeLines(changes, 5).join('; '),
      found: changeLines(packet.changes, 5).join('; '),
      fix: 'People sign the list of changes. Build the packet again, and rehearse it.',
    });
  }
  const asked = await operator.writeProduction(async (session) => {
    await letRolesFile(session, operator.settings.requestRoles);
    return requestRelease(
      session,
      packet,
      {
        code: options.code ?? null,
        title: options.title ?? `Release ${packet.release}`,
        proposer: options.as,
        days: options.days,
      },
      { ...operator.actor, reason: options.reason, trust: readTrust(operator.settings.trustFile) },
    );
  });
  const { counted, ignored, ...filed } = asked;
  return {
    json: {
      ...filed,
      release: packet.release,
      packet_tree_sha256: packet.packetTree,
      rehearsals: counted.length,
      ignored,
    },
    text: terminal(
      `Requested ${packet.release} as ${asked.code} (${asked.status}): digest ${asked.revision_digest}`,
      ...ignored.flatMap(({ problem, expected, found, fix }) => [
        `A rehearsal does not count: ${problem}. Expected ${expected}, found ${found}.`,
        `  ${fix}`,
      ]),
      'Next: votes, then the sovereign signature.',
    ),
  };
}

/** `one-roof release apply PACKET --request CODE`: carries it out. */
export async function applyPacket(
  operator: Operator,
  folder: string,
  options: { request: string; dryRun?: boolean; reason?: string },
): Promise<Printed> {
  const packet = await readPacket(folder);
  const production = await operator.production();
  const dryRun = options.dryRun ?? false;
  const by = { ...operator.actor, reason: options.reason ?? `release ${packet.release}, request ${options.request}` };
  const trust = readTrust(operator.settings.trustFile);
  const run = await applyRelease(production, packet, options.request, { by, trust, dryRun, onTier: progress });
  return {
    json: {
      release: packet.release,
      dry_run: dryRun,
      tiers: run.tiers,
      entry: run.entry.sha256,
      exit: run.exit.sha256,
      figures: run.figures,
    },
    text: terminal(
      table(
        ['tier', '', 'ms'],
        run.tiers.map(({ tier, title, milliseconds }) => [String(tier), title, milliseconds]),
      ),
      figuresTable(packet.manifest.from, run.figures),
      `  before ${run.entry.sha256}`,
      `  after  ${run.exit.sha256}`,
      dryRun ? 'DRY RUN: all of it passed, and nothing was kept.' : 'ROLLOUT COMPLETE — ALL TIERS PASSED',
    ),
  };
}

/** `one-roof release rollback PACKET`: takes it back. */
export async function rollBack(
  operator: Operator,
  folder: string,
  options: { dryRun?: boolean; reason: string },
): Promise<Printed> {
  const packet = await readPacket(folder, { anyVersion: true });
  const production = await operator.production();
  const dryRun = options.dryRun ?? false;
  const run = await rollBackRelease(production, packet, {
    by: { ...operator.actor, reason: options.reason },
    dryRun,
  });
  const [entry, exit] = [run.entry.sha256, run.exit.sha256];
  const otherVersion =
    packet.renderedBy === RENDERER
      ? []
      : [
          `The packet is of version ${packet.renderedBy}, this is ${RENDERER}: its bytes match the seal, and nothing was run.`,
        ];
  return {
    json: {
      release: packet.release,
      done: run.done,
      undisturbed: run.undisturbed,
      dry_run: dryRun,
      entry,
      exit,
      figures: run.figures,
    },
    text: !run.done
      ? terminal(
          ...otherVersion,
          `Nothing to do: ${packet.release} is not applied. The fingerprint is what it was: ${exit}`,
        )
      : terminal(
          ...otherVersion,
          figuresTable(packet.manifest.to, run.figures),
          `  before ${entry}`,
          `  after  ${exit}`,
          dryRun
            ? 'DRY RUN: all of it passed, and nothing was kept.'
            : `ROLLBACK COMPLETE: ${packet.release} is taken back, and everything ${run.undisturbed ? 'is as it found it' : 'that changed since stays'}.`,
        ),
  };
}

/** `one-roof release verify CODE`: reads back whether it is there as it was planned. Exit 3 where it is not. */
export async function verify(operator: Operator, release: string): Promise<Printed> {
  const trust = readTrust(operator.settings.trustFile);
  const { verified, life, ok, ratified, assertions } = await operator.read((session) =>
    verifyRelease(session, release, trust),
  );
  return {
    json: { release, ok, ratified, assertions, verified, life },
    text: terminal(
      table(
        ['', '', 'expected', 'found'],
        verified.map(({ name, expected, found, ok: holds }) => [holds ? '✓' : '✗', name, expected, found]),
      ),
      `  assertions ${assertions}, on any PostgreSQL`,
      ...(life.length === 0 ? [] : ['Changed after the release, and not by it:', ...life.map((line) => `  ${line}`)]),
      ok ? `${release} is in place, as planned.` : `${release} is NOT in place as planned.`,
      ...(ratified ? [] : [unratified(release)]),
    ),
    exitCode: ok ? EXIT.done : EXIT.refused,
  };
}

/** `one-roof release status [CODE]`: every release, and what comes next. */
export async function showReleases(operator: Operator, release: string | undefined): Promise<Printed> {
  const releases = await operator.read((session) =>
    releaseStatus(session, release ?? null, readTrust(operator.settings.trustFile)),
  );
  if (release !== undefined && releases.length === 0) {
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no release ${release}`, { subject: release });
  }
  const rows = releases.map(({ release: code, kind, status, request: asked, request_status: state, gate, next }) => [
    code,
    kind,
    status,
    asked === null ? '' : `${asked} ${state ?? ''}`,
    gate?.verdict ?? '',
    next,
  ]);
  return {
    json: { releases, unattended: UNATTENDED },
    text: terminal(
      releases.length === 0
        ? 'No release yet: `one-roof release plan CODE` says what a first one would do.'
        : table(['release', 'kind', 'status', 'request', 'gate', 'next'], rows),
      '',
      `Once the gate is open, these may run unattended: ${UNATTENDED.may.join(', ')}.`,
      `These never do: ${UNATTENDED.never.join(', ')}.`,
    ),
  };
}

function shortened({ fingerprint: { before, after } }: ReleaseDraft) {
  return { fingerprint: { before: before.sha256, after: after.sha256 } };
}
