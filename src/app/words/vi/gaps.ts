import type { Words } from '../en/index.ts';

export const gaps: Words['gaps'] = {
  title: 'Khoảng trống',
  column: {
    collection: 'Bộ sưu tập',
    group: 'Nhóm',
    scope: 'Phạm vi',
    since: 'Từ khi',
    planned_owner: 'Chủ sở hữu dự kiến',
  },
  nobody: 'chưa có ai',
  anyPlanned: 'Mọi chủ dự kiến',
  found: '{n} khoảng trống',
  foundOf: '{n} khoảng trống đầu tiên trên {all}; cuộn xuống để xem tiếp.',
  foundMore: '{n} khoảng trống đầu tiên; cuộn xuống để xem tiếp.',
  csv: 'Tải về dạng CSV',
  csvRunning: 'Dừng tải ({n} trang đã nhận)',
  csvFailed: 'Chưa tải xong.',
  emptyTitle: 'Không có khoảng trống nào phù hợp',
  emptyText: 'Không khoảng trống nào khớp với các bộ lọc này.',
  noneTitle: 'Không có khoảng trống',
  noneText: 'Cả {n} ô bắt buộc đều có chủ sở hữu, hoặc đã quyết định tạm thời không có.',
  noneButTitle: 'Không có khoảng trống, nhưng chưa phải ô nào cũng có người trả lời',
  noneButText: 'Ở {n} ô, đã nêu tên chủ sở hữu mà vẫn không ai chịu trách nhiệm.',
  rest: {
    covered: '{n} ô có chủ',
    waived: '{n} ô được miễn',
    conflicts: '{n} xung đột',
    dead: '{n} ô của chủ sở hữu không còn hoạt động',
  },
};
