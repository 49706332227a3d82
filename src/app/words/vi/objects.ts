import type { Words } from '../en/index.ts';

export const object: Words['object'] = {
  collection: 'bộ sưu tập {ref}',
  group: 'nhóm {ref}',
  other: '{type} {ref}',
};

export const kindOfObject: Words['kindOfObject'] = {
  collection: 'Bộ sưu tập',
  group: 'Nhóm',
  other: 'Đối tượng',
};
