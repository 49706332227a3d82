import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { acquireLease, releaseLease } from '../../../src/database/sessions/lease.ts';
import type { Lease } from '../../../src/database/sessions/lease.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describe('a lease', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => db.drop());

  const acquire = (name: string, holder: string, seconds = 60) =>
    db.writeProduction((session) => acquireLease(session, name, holder, seconds));
  const release = (lease: Lease) => db.writeProduction((session) => releaseLease(session, lease));

  it('is held by one of many that ask at once', async () => {
    const leases = await Promise.all(Array.from({ length: 10 }, (_, index) => acquire('scan', `holder ${index}`)));
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('is refused while somebody else holds it, renewed by its holder, given back by holder and token only', async () => {
    const lease = await acquire('job', 'one');
    expect(lease).not.toBeNull();
    expect(await acquire('job', 'two')).toBeNull();
    const renewed = await acquire('job', 'one');
    expect(await release({ name: 'job', holder: 'one', token: lease?.token ?? '' })).toBe(false);
    expect(await release({ name: 'job', holder: 'two', token: renewed?.token ?? '' })).toBe(false);
    expect(await acquire('job', 'two')).toBeNull();
    expect(await release({ name: 'job', holder: 'one', token: renewed?.token ?? '' })).toBe(true);
    expect(await acquire('job', 'two')).not.toBeNull();
  });

  it('can be taken over once it has expired', async () => {
    await acquire('short', 'one', 0.2);
    await expect.poll(() => acquire('short', 'two'), { timeout: 5000 }).not.toBeNull();
  });
});
