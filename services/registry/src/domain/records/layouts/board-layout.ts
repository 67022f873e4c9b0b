import { defineLayout } from './layout';

/** board.json; `records_from` and `records_to` are its `records.from` and `records.to`. */
export const boardLayout = defineLayout({
  kind: 'board',
  columns: ['name', 'name_en', 'province_code', 'records_from', 'records_to'],
  keyColumn: 'name',
  read(row) {
    const recordsFrom = row.optionalDate('records_from');
    const recordsTo = row.optionalDate('records_to');
    if (recordsFrom !== '' && recordsTo !== '' && recordsTo < recordsFrom)
      row.addFault('to_before_from', { from: recordsFrom, to: recordsTo }, 'records_to');
    return {
      name: row.text('name', 500),
      nameEn: row.optionalText('name_en', 500),
      provinceCode: row.optionalText('province_code', 20),
      recordsFrom,
      recordsTo,
    };
  },
  write: (content) => ({
    name: content.name,
    name_en: content.nameEn,
    province_code: content.provinceCode,
    records_from: content.recordsFrom,
    records_to: content.recordsTo,
  }),
});
