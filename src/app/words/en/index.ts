import { why, writes } from './cell-drawer.ts';
import { kind, state, stateMeans, verdict } from './cells.ts';
import { field } from './field.ts';
import { gaps } from './gaps.ts';
import { blocker, condition, fix, gate } from './gate.ts';
import { kindOfObject, object } from './objects.ts';
import { coverage, glossary, plan, scan } from './overview.ts';
import { matrix } from './ownership.ts';
import { planPage } from './plan.ts';
import { problem } from './problems.ts';
import { ratification } from './ratification.ts';
import { releases } from './releases.ts';
import { responsibilities } from './responsibilities.ts';

/**
 * Every text of the admin app in English. Backticks mark what is typed or read literally: a
 * command, a setting, a file.
 */
export const english = {
  governance: 'Governance',
  overview: 'Overview',
  ownership: 'Ownership',
  refresh: 'Refresh',
  close: 'Close',
  more: 'Show more',
  copy: 'Copy',
  copied: 'Copied',
  whatToDo: 'What to do',
  nextStep: 'Next step',
  loading: 'Loading …',
  noGroup: 'No group',

  why,
  writes,
  state,
  stateMeans,
  kind,
  verdict,
  field,
  gaps,
  gate,
  condition,
  blocker,
  fix,
  object,
  kindOfObject,
  coverage,
  plan,
  glossary,
  scan,
  matrix,
  planPage,
  problem,
  ratification,
  releases,
  responsibilities,
};

/** Every text, in any language. */
export type Words = typeof english;
