import type { Words } from '../en/index.ts';

export const releases: Words['releases'] = {
  title: 'Bản phát hành',
  lead: 'Bản phát hành đưa các chủ sở hữu đã được phê chuẩn vào dự án, từng bậc, trong một giao dịch. Trang này chỉ hiển thị; người vận hành áp dụng.',
  list: 'Các bản phát hành',
  kind: { foundation: 'bản phát hành đầu tiên', change: 'một thay đổi' },
  status: {
    draft: 'Bản nháp',
    rehearsed: 'Đã diễn tập',
    ratified: 'Đã phê chuẩn',
    applied: 'Đã áp dụng',
    rolled_back: 'Đã hoàn tác',
  },
  statusMeans: {
    draft: 'Gói đã được dựng, chưa thử.',
    rehearsed: 'Đã áp dụng rồi hoàn tác trên một bản sao.',
    ratified: 'Con người đã ký đúng gói này.',
    applied: 'Đang có hiệu lực.',
    rolled_back: 'Đã từng có hiệu lực và đã được hoàn tác.',
  },
  unverified: 'Nghiêm trọng: không có gì chứng minh con người đã phê chuẩn bản này',
  unverifiedText:
    'Các phiếu và chữ ký làm cơ sở cho nó không xác minh được bằng khóa trong tệp tin cậy. Cách quay lại: `one-roof release rollback PACKET --reason "its signatures do not verify"`.',
  found: '{n} bản phát hành',
  emptyTitle: 'Chưa có bản phát hành nào',
  emptyText: 'Người vận hành dựng một bản từ kế hoạch: `one-roof release build`.',
  back: 'Mọi bản phát hành',
  created: 'dựng {when}',
  applied: 'áp dụng {when}',
  rolledBack: 'hoàn tác {when}',
  request: 'Con người đã quyết định gì về nó',
  noRequest: 'Chưa ai được hỏi quyết định về nó.',
  packet: 'Gói',

  difference: 'Nó làm gì',
  figure: {
    own: 'Dòng chủ sở hữu',
    gap: 'Khoảng trống',
    conflict: 'Xung đột',
    effective: 'Chủ sở hữu có hiệu lực',
    outbox: 'Sự kiện quản trị',
  },
  before: 'Trước',
  after: 'Sau',
  figureOf: 'Con số',

  tiers: 'Các bậc',
  tiersLead: 'Tất cả trong một giao dịch: hoặc toàn bộ bản phát hành có hiệu lực, hoặc không gì cả.',
  tier: 'Bậc {n}: {title}',
  gate: 'Chỉ bắt đầu nếu',
  stop: 'Dừng nếu',
  undo: 'Hoàn tác bằng',
  noUndo: 'không ghi gì',
  changesNothing: 'không đổi con số nào',
  took: 'mất {time}',
  notRun: 'chưa chạy ở đây',

  runs: 'Các lần chạy',
  noRuns: 'Chưa chạy ở đây.',
  action: { apply: 'để áp dụng', rollback: 'để hoàn tác' },
  outcome: {
    applied: 'Đã áp dụng',
    rolled_back: 'Đã hoàn tác',
    nothing_to_do: 'Không có gì để làm',
    dry_run: 'Chạy thử',
    refused: 'Bị từ chối',
    cut: 'Bị ngắt',
  },

  fingerprints: 'Dấu vân',
  fingerprintsLead:
    'Hai trạng thái của cơ sở dữ liệu là một khi dấu vân của chúng giống nhau. Sau khi phát hành, nó phải bằng kết quả của buổi diễn tập.',
  entry: 'Trước khi phát hành',
  rehearsed: 'Sau đó, trong buổi diễn tập',
  exit: 'Sau đó, tại đây',
  none: 'chưa biết',
  same: 'giống buổi diễn tập',
  other: 'không giống buổi diễn tập',

  rehearsals: 'Các buổi diễn tập',
  noRehearsal: 'Không có lần diễn tập nào của gói này được tính: chưa diễn tập, hoặc không khóa đã ghim nào ký.',
  rehearsedOn: '{database}, {when}',
  restored: 'hoàn tác về đúng những gì đã có trước đó',

  evidence: 'Bằng chứng',
  evidenceLead:
    'Tất cả những gì trang này biết, trong một tệp. Bản thân gói nằm ở người đã dựng; mã băm cho biết có đúng là nó không.',
  download: 'Tải bằng chứng',
  rollback: 'Để hoàn tác',
  rollbackLead:
    'Người vận hành chạy lệnh này ở nơi cài One-Roof; PACKET là thư mục của gói. Lệnh từ chối nếu đã có gì phụ thuộc vào bản phát hành, và nói đó là gì.',
  verify: 'Để kiểm tra rằng nó vẫn có hiệu lực như lúc áp dụng',
};
