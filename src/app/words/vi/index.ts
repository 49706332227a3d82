import type { Words } from '../en/index.ts';
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
 * Every text in Vietnamese. The types refuse a key that English does not have, and a missing one.
 */
export const vietnamese: Words = {
  governance: 'Quản trị',
  overview: 'Tổng quan',
  ownership: 'Trách nhiệm sở hữu',
  refresh: 'Làm mới',
  close: 'Đóng',
  more: 'Xem thêm',
  copy: 'Sao chép',
  copied: 'Đã sao chép',
  whatToDo: 'Việc cần làm',
  nextStep: 'Bước tiếp theo',
  loading: 'Đang tải …',
  noGroup: 'Không thuộc nhóm nào',

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
