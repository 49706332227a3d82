import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describe('the issue log', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterEach(() => db.drop());

  const log = async (finding: { severity?: string; title?: string; source?: string; key?: string } = {}) => {
    const [row] = await db.sql(
      `select one_roof.fn_log_issue($1, $2, $3, 'd', 'collection', 'articles', 'gap', '{"n": 1}', 'RUN', 'open', $4)::int as id`,
      [finding.source ?? 'scanner', finding.severity ?? 'warn', finding.title ?? 'A gap', finding.key ?? null],
    );
    return Number(row?.['id']);
  };
  const issues = () =>
    db.sql(
      `select id::int, status, severity, occurrence_count as seen, reopen_count as reopened from one_roof.system_issues order by id`,
    );
  const sweep = (source: string, since = 'clock_timestamp()') =>
    db.sql(`select one_roof.fn_sweep_issues('${source}', ${since})::int as resolved`);

  it('counts the same finding up, however it is written, and keeps another one apart', async () => {
    const id = await log();
    expect(await log({ title: 'a GAP', severity: 'warning' })).toBe(id);
    expect(await log({ title: 'Another' })).not.toBe(id);
    expect(await issues()).toMatchObject([
      { id, seen: 2, reopened: 0, severity: 'warning', status: 'open' },
      { seen: 1 },
    ]);
    expect(
      await db.sql(
        `select coalesce_key = md5('scanner|collection|articles|gap|a gap') as key from one_roof.system_issues where id = $1`,
        [id],
      ),
    ).toEqual([{ key: true }]);
  });

  it('takes a key of the finder’s own, and severities as people write them', async () => {
    const id = await log({ key: 'gap:collection:articles:policy', severity: 'normal' });
    expect(await log({ key: 'gap:collection:articles:policy', title: 'In other words', severity: ' CRITICAL ' })).toBe(
      id,
    );
    expect(await issues()).toMatchObject([{ seen: 2, severity: 'critical' }]);
    expect(await rejectionOf(log({ severity: 'terrible' }))).toMatchObject({ code: '23514' });
  });

  it('a sweep resolves what its source did not see again; when it is seen again it opens again', async () => {
    const [began] = await db.sql(`select clock_timestamp()::text as at`);
    const gone = await log({ title: 'gone' });
    const elsewhere = await log({ source: 'somebody else' });
    const [next] = await db.sql(`select clock_timestamp()::text as at`);
    const still = await log({ title: 'still there' });
    expect(await sweep('scanner', `'${String(began?.['at'])}'`)).toEqual([{ resolved: 0 }]);
    expect(await sweep('scanner', `'${String(next?.['at'])}'`)).toEqual([{ resolved: 1 }]);
    expect(await issues()).toMatchObject([
      { id: gone, status: 'resolved' },
      { id: elsewhere, status: 'open' },
      { id: still, status: 'open' },
    ]);
    expect(await log({ title: 'gone' })).toBe(gone);
    expect(await issues()).toMatchObject([{ id: gone, status: 'open', seen: 2, reopened: 1 }, {}, {}]);
    expect(await db.sql(`select resolved_at from one_roof.system_issues where id = $1`, [gone])).toEqual([
      { resolved_at: null },
    ]);
  });

  it('many who find the same at once make one issue, whether it is new or was resolved', async () => {
    await Promise.all(Array.from({ length: 12 }, () => log()));
    await sweep('scanner');
    await Promise.all(Array.from({ length: 12 }, () => log()));
    expect(await issues()).toMatchObject([{ status: 'open', seen: 24, reopened: 1 }]);
  });

  it.each([
    `delete from one_roof.system_issues`,
    `truncate one_roof.system_issues`,
    `update one_roof.system_issues set coalesce_key = 'x'`,
    `update one_roof.system_issues set occurrence_count = 0`,
  ])('keeps what it has: %s', async (statement) => {
    await log();
    expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR003' });
  });
});
