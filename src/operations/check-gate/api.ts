import type { OperationApiConfig } from '@directus/types';
import { OneRoofError } from '../../contract/errors.ts';
import { evaluateGate } from '../../governance/gate/evaluate-gate.ts';
import { currentInstallation } from '../../governance/installation/current-installation.ts';
import { readTrust } from '../../governance/ratification/read-trust.ts';
import { OperationRejected, rejecting } from '../operation-rejected.ts';

interface Options {
  /** The reaction to a closed gate: take the failure path (default), or go on with the verdict. */
  on_blocked?: 'reject' | 'resolve' | null;
  /** The release that it is asked for; empty: the one that is next. */
  release?: string | null;
}

/** *Check gate*: resolves with the gate while it is READY; takes the failure path with the same facts while it is BLOCKED. */
const checkGate: OperationApiConfig<Options> = {
  id: 'one-roof-check-gate',
  handler: ({ on_blocked: onBlocked, release }) =>
    rejecting(async () => {
      const gate = await currentInstallation().read((session, { trustFile }) =>
        evaluateGate(session, readTrust(trustFile), release === '' ? null : (release ?? null)),
      );
      if (gate.verdict === 'READY' || onBlocked === 'resolve') return gate;

      const blockers = gate.blockers.join('; ');
      const fix = gate.conditions.flatMap((condition) => condition.fix ?? []).join(' ');
      throw new OperationRejected(
        new OneRoofError('ONE_ROOF_GATE_BLOCKED', `The gate is BLOCKED: ${blockers}`, {
          expected: 'READY',
          found: blockers,
          fix,
        }),
        gate,
      );
    }),
};

export default checkGate;
