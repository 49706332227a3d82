import type { Words } from '../en/index.ts';

export const coverage: Words['coverage'] = {
  name: 'Độ phủ',
  lead: '{covered} trên {total} ô có chủ sở hữu: {objects} bộ sưu tập × {scopes} phạm vi trách nhiệm.',
  unknown: 'chưa có',
  unknownLead: 'Chưa có gì được quản trị nên chưa có gì để phủ.',
  cells: 'Ô',
  covered: 'Có chủ',
  gaps: 'Khoảng trống',
  conflicts: 'Xung đột',
  waived: 'Được miễn',
  dead: 'Chủ không còn',
  byScope: 'Theo phạm vi trách nhiệm',
  byOwner: 'Theo chủ sở hữu',
  ofObjects: '{covered} trên {objects} có chủ',
  scopeGaps: '{n} khoảng trống',
  noScopes: 'Chưa có phạm vi trách nhiệm nào.',
  noOwners: 'Chưa có chủ sở hữu nào.',
  ownerCells: '{n} ô',
  direct: '{n} trực tiếp',
  inherited: '{n} kế thừa',
  plannedCells: 'dự kiến cho {n} ô',
  groupsIncluded: 'Tính cả các ô của chính các nhóm.',
  deadOwner: 'Đã ngừng, hoặc không có người dùng nào đang hoạt động thay mặt',
};

export const plan: Words['plan'] = {
  title: 'Hãy đăng ký kế hoạch để bắt đầu',
  lead: 'Kế hoạch nêu bộ sưu tập nào được quản trị, theo phạm vi trách nhiệm nào và ai sẽ sở hữu. Đăng ký kế hoạch chưa chỉ định chủ sở hữu nào: việc đó làm lộ ra các khoảng trống.',
  write: 'Để One-Roof viết một bản từ dự án này.',
  read: 'Đọc `plan.yaml` và chỉnh sửa cùng những người nắm rõ.',
  register: 'Đăng ký kế hoạch.',
};

export const glossary: Words['glossary'] = {
  title: 'Nói ngắn gọn',
  cell: 'Ô',
  cellMeans: 'Một bộ sưu tập và một phạm vi trách nhiệm: một câu hỏi ai chịu trách nhiệm.',
  owner: 'Chủ sở hữu',
  ownerMeans: 'Người chịu trách nhiệm. Ghi một lần trên nhóm thì có hiệu lực với mọi thứ trong nhóm.',
  gap: 'Khoảng trống',
  gapMeans: 'Ô mà không ai chịu trách nhiệm.',
  gate: 'Cổng',
  gateMeans: 'Chỉ mở khi mọi điều kiện đã đạt và con người đã ký. Phần mềm đọc được cổng nhưng không mở được.',
};

export const scan: Words['scan'] = {
  name: 'Lần quét gần nhất',
  never: 'Chưa có lần quét nào. Bắt đầu bằng thao tác Scan coverage trong luồng, hoặc `one-roof scan`.',
  running: 'Đang chạy',
  completed: 'Hoàn thành',
  failed: 'Thất bại',
  throttled: 'Bị giới hạn',
  refused: 'Bị từ chối',
  when: 'Thời điểm',
  took: 'Thời gian chạy',
  run: 'Mã lần quét',
  ruleset: 'Bộ quy tắc',
  noRuleset: 'chưa có',
};
