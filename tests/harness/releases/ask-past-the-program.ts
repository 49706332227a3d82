import type { ReleasePacket } from '../../../src/governance/release/packet/read-packet.ts';
import { fileReleaseRequest } from '../../../src/governance/release/file-release-request.ts';
import { draftRow } from '../../../src/governance/release/execution/simulate-approval.ts';
import { emailOf } from '../council.ts';
import type { ReleaseStage } from './release-stage.ts';

/** Files the request for a release as SQL lets anybody who may file. */
export const askPastTheProgram = ({ production }: ReleaseStage, asked: ReleasePacket) =>
  production.writeProduction(async (session) => {
    const code = `APR-${asked.release}`;
    await session.query(`select set_config('one_roof.reason', 'a test', true)`);
    await draftRow(session, asked, 'test');
    await fileReleaseRequest(
      session,
      asked,
      [],
      { code, title: 'A test', proposer: emailOf('clerk'), days: 1 },
      'test',
    );
    await session.query(`update governance_release set request_code = $1 where release_code::text = $2`, [
      code,
      asked.release,
    ]);
  });
