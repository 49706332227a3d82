import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXIT } from '../../../src/contract/errors.ts';
import { renderRelease } from '../../../src/governance/release/packet/release-source.ts';
import { actingCharacters, HOSTILE } from '../../harness/hostile/hostile-text.ts';

const NONE = { before: null, after: null, changes: [], ended: [], rows: [], waivers: [] };

it('gate_check.sh ends as the program does: READY, BLOCKED, APPLIED, or an error', () => {
  const script = renderRelease('gate_check.sh', { release: 'REL-1', ...NONE });
  const [, verdict = ''] = /\ncase [^]*?\n {2}READY\)([^]*)$/.exec(script) ?? [];
  const codes = [...verdict.matchAll(/\bexit (\d+)/g)].map(([, code]) => Number(code));
  expect(codes).toEqual([EXIT.done, EXIT.blocked, EXIT.blocked, EXIT.applied, EXIT.error]);
});

it('gate_check.sh lets nothing of what PostgreSQL says act on the terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-gate-'));
  try {
    writeFileSync(join(folder, 'gate_check.sh'), renderRelease('gate_check.sh', { release: 'REL-1', ...NONE }));
    writeFileSync(join(folder, 'said'), `ERROR:  Nguyễn\tÁnh ${HOSTILE}\n`);
    writeFileSync(join(folder, 'psql'), `#!/bin/sh\ncat '${folder}/said' >&2\nexit 3\n`);
    chmodSync(join(folder, 'psql'), 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    const { status, stdout, stderr } = spawnSync('sh', [join(folder, 'gate_check.sh')], { encoding: 'utf8', env });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(actingCharacters(stderr)).toEqual([]);
    expect(stderr).toContain('Nguyễn\tÁnh');
    expect(stderr).toContain('?evil?');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
