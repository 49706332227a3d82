import type { Words } from '../en/index.ts';

export const field: Words['field'] = {
  forbidden: 'Bạn không được xem ai sở hữu bộ sưu tập này.',
  notGoverned: 'Bộ sưu tập này không được quản trị: không kế hoạch nào yêu cầu chủ sở hữu.',
  noScopes: 'Chưa có phạm vi trách nhiệm nào: chưa đăng ký kế hoạch.',
  unknown: 'One-Roof chưa thấy bộ sưu tập này. Lần quét tới sẽ tìm ra.',
  from: 'từ {anchor}',
  itself: 'ghi tại đây',
  gap: 'Không ai',
  conflict: 'Nhiều chủ sở hữu',
  waived: 'Được miễn',
  planned: 'Không ai; dự kiến: {owner}',
  why: 'Vì sao?',
};
