import type { Words } from '../en/index.ts';

export const why: Words['why'] = {
  question: 'Ai chịu trách nhiệm về {scope}?',
  owned_direct: '{owner} chịu trách nhiệm. Điều này được ghi ngay trên {object}.',
  owned_inherited: '{owner} chịu trách nhiệm. Điều này được kế thừa từ {anchor}.',
  waived: 'Đã quyết định không ai sở hữu, cho đến khi hết hạn miễn.',
  gap: 'Không ai chịu trách nhiệm. Đây là một khoảng trống.',
  conflict: 'Nhiều chủ sở hữu ở mức gần ngang nhau nên không ai chịu trách nhiệm.',
  owner_dead:
    '{owner} được nêu tên nhưng đã ngừng hoặc không có người dùng đang hoạt động. Vì vậy không ai chịu trách nhiệm.',
  not_required: 'Không kế hoạch nào yêu cầu chủ sở hữu ở đây.',
  group_owned: '{owner} chịu trách nhiệm, và được truyền xuống những gì nhóm chứa.',
  group_none: 'Không có chủ sở hữu nào được ghi trên nhóm này.',
  group_dead:
    '{owner} được nêu tên nhưng đã ngừng hoặc không có người dùng đang hoạt động. Không ai chịu trách nhiệm về những gì nhóm chứa.',
  gapNext: 'Chủ sở hữu được đề xuất trong kế hoạch và bắt đầu chịu trách nhiệm qua một bản phát hành đã ký.',
  planned: 'Kế hoạch đang có hiệu lực nêu {owner} ({code}), ghi trên {anchor}.',
  plannedNext: 'Chủ sở hữu này bắt đầu chịu trách nhiệm qua một bản phát hành đã ký.',
  deadNext: 'Hãy thêm một người dùng đang hoạt động vào vai trò đó, hoặc nêu chủ sở hữu khác trong kế hoạch.',
  passesNothing: 'Không truyền gì xuống',
  noScope: 'Không có phạm vi trách nhiệm {scope}.',
  anchor: 'Được ghi trên',
  steps: 'ngay trên đối tượng | lên một bậc | lên {n} bậc',
  owner: 'Chủ sở hữu',
  chain: 'Kết quả này được xác định thế nào',
  chainLead: 'Đi từ đối tượng lên trên, chủ sở hữu gần nhất đang có hiệu lực sẽ quyết định.',
  chainEmpty: 'Không có chủ sở hữu nào được ghi trên {object} hay trên nhóm nào chứa nó.',
  otherScopes: 'Mọi phạm vi trách nhiệm',
  openCollection: 'Mở bộ sưu tập',
  matrixLink: 'Xem trong ma trận sở hữu',
};

export const writes: Words['writes'] = {
  title: 'Thực sự ai đã thay đổi?',
  none: 'Chưa ghi nhận lần ghi nào. Việc ghi được ghi nhận khi chốt bảo vệ được bật: `one-roof guard status`.',
  create: 'đã tạo',
  update: 'đã sửa',
  delete: 'đã xóa',
  truncate: 'đã xóa sạch',
  items: '{n} mục | {n} mục | {n} mục',
  no_user: 'không có người dùng: truy cập công khai, hoặc luồng có toàn quyền',
  unattributed: 'không rõ ai: Directus không ghi lại',
  found: 'sẽ bị từ chối ở chế độ enforce',
  permitted: 'được phép nhờ cửa sổ thay đổi hoặc quyền vượt rào',
};
