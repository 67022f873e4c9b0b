import { formatDate } from '@kcn/vietnam';
import type { PlainDate } from '@kcn/kernel';
import type { ReminderStepName } from '../arrears/reminder-ladder';

/** How a step of the ladder is worded. */
export interface ReminderText {
  /** Absent: an official letter, whose subject stands below its number. */
  readonly kind?: string;
  readonly subject: string;
  /** Continues `… xin thông báo: `, up to the table. */
  readonly opening: string;
  /** What is asked for, and what follows otherwise. */
  readonly closing: readonly string[];
}

const PAID_ALREADY = 'Nếu Quý đơn vị đã nộp, đề nghị gửi chứng từ để đối chiếu và bỏ qua văn bản này.';
const ASK = 'Đề nghị Quý đơn vị nộp đủ số tiền trên theo mã chuyển khoản dưới đây';

const letter = (count: 1 | 2 | 3, closing: readonly string[]): ReminderText => ({
  kind: 'THÔNG BÁO',
  subject: `Về việc nộp tiền quá hạn (lần ${String(count)})`,
  opening: 'các khoản sau của Quý đơn vị đã quá hạn nộp',
  closing: [...closing, PAID_ALREADY],
});

/** The text of each step, from the notice before the due date to the meeting before a suit. */
export function reminderText(step: ReminderStepName, asOf: PlainDate): ReminderText {
  const day = formatDate(asOf);
  switch (step) {
    case 'NOTICE':
      return {
        subject: 'các khoản sắp đến hạn nộp',
        opening: 'các khoản sau của Quý đơn vị sắp đến hạn nộp',
        closing: [`${ASK} trước hạn.`],
      };
    case 'DUE':
      return {
        subject: `các khoản đến hạn nộp ngày ${day}`,
        opening: 'các khoản sau của Quý đơn vị đến hạn nộp',
        closing: [`${ASK} đúng hạn.`],
      };
    case 'FRIENDLY':
      return {
        subject: 'nhắc nộp tiền đã đến hạn',
        opening: 'các khoản sau của Quý đơn vị đã quá hạn nộp',
        closing: [`${ASK} trong thời gian sớm nhất.`, PAID_ALREADY],
      };
    case 'LETTER_1':
      return letter(1, [`${ASK} trong 07 ngày kể từ ngày nhận được thông báo này.`]);
    case 'LETTER_2':
      return letter(2, [`${ASK} trong 07 ngày kể từ ngày nhận được thông báo này. Tiền chậm nộp tiếp tục được tính cho đến ngày nộp đủ.`]);
    case 'LETTER_3':
      return letter(3, [
        `${ASK} trong 07 ngày kể từ ngày nhận được thông báo này. Quá thời hạn đó, chúng tôi sẽ báo cáo Ban Quản lý, mời Quý đơn vị làm việc để lập biên bản và áp dụng các biện pháp theo hợp đồng và pháp luật.`,
      ]);
    case 'MEETING':
      return {
        kind: 'GIẤY MỜI',
        subject: 'Làm việc về công nợ quá hạn',
        opening: 'sau ba lần thông báo, các khoản sau của Quý đơn vị vẫn quá hạn nộp',
        closing: [
          'Đề nghị người đại diện theo pháp luật của Quý đơn vị đến làm việc để lập biên bản về việc trả nợ. Thời gian: … giờ …, ngày …/…/…; địa điểm: …',
          'Nếu Quý đơn vị không đến hoặc không trả nợ, chúng tôi sẽ khởi kiện và ngừng cung cấp dịch vụ theo hợp đồng và pháp luật.',
        ],
      };
  }
}
