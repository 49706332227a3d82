import type { Words } from '../en/index.ts';

export const state: Words['state'] = {
  owned_direct: 'Chủ sở hữu trực tiếp',
  owned_inherited: 'Chủ sở hữu kế thừa',
  waived: 'Được miễn',
  gap: 'Khoảng trống',
  conflict: 'Xung đột',
  owner_dead: 'Chủ sở hữu không còn hoạt động',
  not_required: 'Không được quản trị',
};

export const stateMeans: Words['stateMeans'] = {
  owned_direct: 'Chủ sở hữu được ghi ngay trên bộ sưu tập.',
  owned_inherited: 'Chủ sở hữu được ghi trên nhóm và truyền xuống bộ sưu tập.',
  waived: 'Đã quyết định không ai sở hữu, cho đến khi hết hạn miễn.',
  gap: 'Không ai chịu trách nhiệm.',
  conflict: 'Nhiều chủ sở hữu ở mức gần ngang nhau nên không ai chịu trách nhiệm.',
  owner_dead: 'Chủ sở hữu đã ngừng, hoặc không có người dùng nào đang hoạt động thay mặt.',
  not_required: 'Không kế hoạch nào yêu cầu chủ sở hữu ở đây.',
};

export const kind: Words['kind'] = {
  accountable: 'chịu trách nhiệm',
  supporting: 'hỗ trợ',
  delegated: 'được uỷ quyền',
  exception: 'ngoại lệ',
};

export const verdict: Words['verdict'] = {
  wins: 'Quyết định: đây là chủ sở hữu gần nhất.',
  conflicting: 'Mâu thuẫn với một chủ sở hữu khác gần như nhau.',
  same_owner: 'Nêu cùng một chủ sở hữu, gần như nhau.',
  overridden: 'Một chủ sở hữu gần hơn quyết định.',
  not_accountable: 'Không được tính: không phải vai trò chịu trách nhiệm.',
  not_active: 'Không được tính: đã bị thay thế, thu hồi hoặc hết hạn.',
  not_yet_in_force: 'Chưa được tính: chưa có hiệu lực.',
  no_longer_in_force: 'Không còn được tính: đã hết hiệu lực.',
  not_inheritable: 'Không được tính: không được truyền xuống.',
};
