import { defineFaults } from '@kcn/layouts';

/** What can be wrong with a bank's statement, beside the faults that all import files share. */
export const statementFaults = defineFaults({
  statement_unknown: {
    vi: 'Không nhận ra sao kê ngân hàng: cần CSV, Excel, camt.053 hoặc MT940',
    en: 'Not a bank statement that is known here: CSV, Excel, camt.053 or MT940',
  },
  no_statement: { vi: 'Tệp không có sao kê nào', en: 'The file holds no statement' },
  too_many_lines: { vi: 'Tệp có hơn {max} giao dịch', en: 'The file has more than {max} movements' },

  // XML
  xml_doctype: {
    vi: 'Tệp XML có khai báo DOCTYPE; sao kê không được có khai báo này',
    en: 'The XML has a document type declaration, which a statement must not have',
  },
  xml_malformed: { vi: 'XML sai cấu trúc hoặc bị cắt: {problem}', en: 'The XML is malformed or cut off: {problem}' },
  xml_too_deep: { vi: 'XML lồng nhau quá sâu', en: 'The XML is nested too deeply' },
  not_camt053: { vi: 'Tệp XML không phải sao kê camt.053', en: 'The XML is not a camt.053 statement' },

  // MT940
  cut_off: { vi: 'Tệp bị cắt giữa một trường', en: 'The file ends inside a field' },
  field_malformed: { vi: 'Trường {tag} sai cấu trúc: {value}', en: 'Field {tag} is malformed: {value}' },
  field_unexpected: { vi: 'Trường {tag} không đúng chỗ', en: 'Field {tag} is out of place' },
  page_chain: {
    vi: 'Trang không nối tiếp: trang trước đóng ở {before}, trang này mở ở {opening}',
    en: 'Pages do not follow: the one before closed at {before}, this one opens at {opening}',
  },
  page_missing: {
    vi: 'Thiếu trang đầu của sao kê: số dư 60M không có trang trước',
    en: 'The first page of the statement is missing: a balance 60M with no page before',
  },
  no_decimal_comma: { vi: 'Số tiền {value} không có dấu phẩy thập phân', en: 'The amount {value} has no decimal comma' },

  // A statement
  no_account: { vi: 'Sao kê không có số tài khoản', en: 'The statement has no account number' },
  no_opening_balance: { vi: 'Sao kê không có số dư đầu kỳ', en: 'The statement has no opening balance' },
  no_closing_balance: { vi: 'Sao kê bị cắt: không có số dư cuối kỳ', en: 'Truncated: the statement has no closing balance' },
  balance_mismatch: {
    vi: 'Số dư đầu kỳ cộng phát sinh là {computed}, số dư cuối kỳ ghi {stated}',
    en: 'Opening balance and entries give {computed}, the closing balance says {stated}',
  },
  balance_currency: {
    vi: 'Số dư ghi bằng {currency}, tài khoản là {expected}',
    en: 'A balance in {currency}, the account is in {expected}',
  },

  // A movement
  entry_currency: {
    vi: 'Giao dịch bằng {currency} trên tài khoản {expected}',
    en: 'An entry in {currency} on an account in {expected}',
  },
  bad_direction: { vi: '{value} không phải ghi nợ hay ghi có', en: '{value} is neither a debit nor a credit' },
  no_date: { vi: 'Giao dịch không có ngày', en: 'The movement has no date' },
  no_bank_ref: { vi: 'Giao dịch không có số tham chiếu của ngân hàng', en: 'The movement has no bank reference' },
  bank_ref_repeated: {
    vi: 'Số tham chiếu {value} đã có ở dòng {line} với ngày hoặc số tiền khác',
    en: 'The bank reference {value} stands on line {line} with another day or amount',
  },
  two_amounts: { vi: 'Dòng vừa ghi nợ vừa ghi có', en: 'The row has both a debit and a credit' },

  // A bank's own way of writing
  profile_ambiguous: {
    vi: 'Các cột này là của nhiều mẫu sao kê ({accounts}); hãy đặt tên tệp có số tài khoản, ví dụ bank-statement-{account}.csv',
    en: 'These columns are those of several bank profiles ({accounts}); name the account in the file’s name, as in bank-statement-{account}.csv',
  },
  not_a_day: { vi: '{value} không phải là ngày có thật dạng {formatVi}', en: '{value} is not a real date as {formatEn}' },
  not_an_amount: {
    vi: '{value} không phải là số tiền theo cách ghi của ngân hàng ({exampleVi})',
    en: '{value} is not an amount as this bank writes it ({exampleEn})',
  },
});

export type StatementFaultCode = keyof typeof statementFaults.texts;
