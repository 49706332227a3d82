import { loadModule } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../script/schema/catalogue.ts';
import { schemaPage } from '../../../script/schema/page.ts';
import { definitionsIn } from '../../../script/sql/definitions.ts';
import { Sources } from '../../../script/sql/sources.ts';

beforeAll(loadModule);

const CATALOGUE: Catalogue = {
  tables: [
    {
      name: 'seat',
      comment: null,
      columns: [
        { name: 'id', type: 'bigint', nullable: false, default: 'generated always as identity', comment: null },
        { name: 'note', type: 'text', nullable: true, default: null, comment: 'Said by the database.' },
      ],
      constraints: [{ name: 'seat_pkey', definition: 'PRIMARY KEY (id)', comment: null }],
      indexes: [],
      privileges: [
        { role: 'one_roof_reader', granted: ['select'] },
        { role: 'one_roof_runtime', granted: ['select', 'insert'] },
      ],
      triggers: [
        {
          name: 'a',
          fires: 'before each row',
          events: ['insert', 'update of note'],
          condition: 'new.id > 1',
          function: 'keep()',
          enabled: 'always',
        },
        {
          name: 'b',
          fires: 'after each row',
          events: ['delete'],
          condition: null,
          function: 'keep()',
          enabled: 'not in a replica',
        },
      ],
    },
    {
      name: 'orphan',
      comment: null,
      columns: [],
      constraints: [],
      indexes: [],
      privileges: [
        { role: 'one_roof_reader', granted: ['select'] },
        { role: 'one_roof_runtime', granted: ['select'] },
      ],
      triggers: [],
    },
  ],
  views: [{ name: 'v_seat', comment: null }],
  types: [],
  functions: [
    {
      name: 'fill',
      argumentCount: 1,
      arguments: 'p_id bigint',
      result: 'void',
      comment: null,
      text: `create function fill(p_id bigint) returns void language sql as 'insert into seat values (1)'`,
      runsAsOwner: true,
      owner: null,
      callers: ['one_roof_runtime'],
    },
  ],
};

const SOURCES = new Sources([
  ...definitionsIn(
    'schema/0005_ratification/010_seat.sql',
    `-- A seat_holder <b>.\ncreate table seat (\n-- Counted.\nid bigint, note text);`,
  ),
  ...definitionsIn(
    'objects/09_requests/v_seat.sql',
    `-- Seats, see \`fill_it()\`:\n--   held  by a person\n-- Or not.\ncreate view v_seat as select 1;`,
  ),
  ...definitionsIn('objects/09_requests/fill.sql', `create function fill(p_id bigint) returns void language sql as ''`),
]);

describe('schemaPage', () => {
  it('says of a table what it means, what it is made of, who writes it and what fires', async () => {
    const { text, missing } = await schemaPage(CATALOGUE, SOURCES, import.meta.filename);
    expect(text.slice(text.indexOf('## requests'))).toBe(`## requests

### \`seat\`

A seat_holder \\<b>.

Columns:

- \`id\` \`bigint\` default \`generated always as identity\`: Counted.
- \`note\` \`text\` null: Said by the database.

Keys and checks:

- \`seat_pkey\` \`PRIMARY KEY (id)\`

Writers:

- role \`one_roof_runtime\`: insert
- insert by \`fill\`

Triggers:

- before each row
  1. \`a\`, insert or update of note, when \`new.id > 1\`: \`keep()\`
- after each row
  1. \`b\`, delete: \`keep()\` (not in a replica)

### Views

- \`v_seat\`: Seats, see \`fill_it()\`:

  - \`held\`: by a person

  Or not.

### Functions

- \`fill(p_id bigint) → void\` (runs as its owner; callable by \`one_roof_runtime\`)

## migrations

### \`orphan\`
`);
    expect(text).toContain('Every table can be read by `one_roof_reader`, `one_roof_runtime`.');
    expect(missing).toEqual(['orphan', 'fill']);
  });
});
