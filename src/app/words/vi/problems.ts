import type { Words } from '../en/index.ts';

export const problem: Words['problem'] = {
  forbidden: 'Bạn không được xem phần quản trị',
  forbiddenFix: 'Hãy nhờ quản trị viên thêm vai trò của bạn vào `ONE_ROOF_READ_ROLES`.',
  stillInForm: 'Bạn vẫn xem được ai sở hữu một bộ sưu tập trong biểu mẫu mục của nó.',
  closed: 'One-Roof đang đóng',
  closedNote: 'Phần còn lại của Directus không bị ảnh hưởng.',
  absent: 'One-Roof không trả lời',
  absentFix: 'Khởi động lại Directus với toàn bộ tiện ích mở rộng được bật.',
  offline: 'Không kết nối được với máy chủ',
  offlineFix: 'Kiểm tra kết nối rồi thử lại.',
  notFound: 'One-Roof không biết đối tượng này',
  notFoundFix: 'Bộ sưu tập mới sẽ được biết sau lần quét tới.',
  unexpected: 'Đã xảy ra lỗi',
  stale: 'Không làm mới được. Thông tin đang hiển thị đã cũ.',
  retry: 'Thử lại',
  expected: 'Cần có: {text}',
  found: 'Thực tế: {text}',
};
