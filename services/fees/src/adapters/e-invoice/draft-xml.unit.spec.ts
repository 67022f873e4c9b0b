import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { validateXML } from 'xmllint-wasm';
import { invoiceDraftXml } from './draft-xml';
import type { InvoiceDraft } from './invoice-draft';
import { writeXml } from './xml-writer';

/** The handbook's vector LS-HT-001-2026-Q2: 0.52 USD/m²/year × 12,540 m² ÷ 12 × 3 months × 26,300 = 42,874,260 net. */
const DRAFT: InvoiceDraft = {
  code: 'LS-HT-001-2026-Q2',
  symbol: '1C26TLS',
  contractNo: 'LS-HT-001',
  period: '2026-Q2',
  invoiceDate: plainDate('2026-04-01'),
  issuedOn: plainDate('2026-04-01'),
  dueOn: plainDate('2026-04-13'),
  seller: {
    name: 'Công ty phát triển hạ tầng KCN Lộc Sơn (minh họa)',
    taxCode: '9900000108',
    address: 'KCN Lộc Sơn, Lâm Đồng',
    account: '1002003001',
    bankBin: '970436',
  },
  buyer: { name: 'Doanh nghiệp mẫu 01', taxCode: '9900051370' },
  lines: [
    {
      description: 'Phí sử dụng hạ tầng quý II/2026',
      unit: 'm²',
      quantity: '12540',
      unitPrice: '0.52',
      priceCurrency: 'USD',
      exchangeRate: '26300',
      net: 42_874_260n,
      vatPercent: '10',
    },
  ],
  vat: [{ percent: '10', net: 42_874_260n, vat: 4_287_426n }],
  net: 42_874_260n,
  vatTotal: 4_287_426n,
  total: 47_161_686n,
};

const ADJUSTMENT: InvoiceDraft = {
  ...DRAFT,
  code: 'LS-HT-001-2026-Q2-A1',
  lines: [
    { description: 'Giảm diện tích', net: -1_000n, vatPercent: '10' },
    { description: 'Không chịu thuế', net: 300n },
  ],
  vat: [
    { percent: '10', net: -1_000n, vat: -100n },
    { net: 300n, vat: 0n },
  ],
  net: -700n,
  vatTotal: -100n,
  total: -800n,
  correction: { kind: 'adjustment', symbol: '1C26TLS', number: 17, issuedOn: plainDate('2026-04-01'), reason: 'Đo lại diện tích' },
};

const SCHEMA = readFileSync(join(__dirname, 'e-invoice-draft.xsd'), 'utf8');

async function schemaErrors(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'draft.xml', contents: xml }], schema: [SCHEMA] });
  return errors.map(({ message }) => message);
}

/** The texts of a document by the path of their element, as an XML parser reads them. */
function textsOf(xml: string): [path: string, text: string][] {
  const texts: [string, string][] = [];
  const path: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
  });
  parser.on('text', (more) => (text += more));
  parser.on('closetag', () => {
    if (text.trim() !== '' || text === '') texts.push([path.slice(1).join('/'), text]);
    path.pop();
    text = '\n';
  });
  parser.write(xml).close();
  return texts;
}

test.each([
  ['an invoice', DRAFT],
  ['an adjustment', ADJUSTMENT],
  ['a replacement', { ...DRAFT, correction: { ...ADJUSTMENT.correction, kind: 'replacement' } } as InvoiceDraft],
])('%s follows the schema', async (_name, draft) => {
  expect(await schemaErrors(invoiceDraftXml(draft))).toEqual([]);
});

test('the schema refuses what is no draft', async () => {
  expect(await schemaErrors(invoiceDraftXml({ ...DRAFT, symbol: 'C26TLS' }))).not.toEqual([]);
  expect(await schemaErrors(invoiceDraftXml(DRAFT).replace('<Currency>VND</Currency>', ''))).not.toEqual([]);
  expect(await schemaErrors(invoiceDraftXml(DRAFT).replace('<Net>42874260<', '<Net>42874260.5<'))).not.toEqual([]);
});

test('every figure and name stands in its place', () => {
  const texts = new Map(textsOf(invoiceDraftXml(DRAFT)));
  expect(texts.get('Seller/TaxCode')).toBe('9900000108');
  expect(texts.get('Lines/Line/UnitPrice')).toBe('0.52');
  expect(texts.get('VatBreakdown/Rate/Vat')).toBe('4287426');
  expect(texts.get('Totals/Total')).toBe('47161686');
  expect(texts.get('Totals/TotalInWords')).toBe('Bốn mươi bảy triệu một trăm sáu mươi mốt nghìn sáu trăm tám mươi sáu đồng');
});

test('a correction cites the earlier invoice in the words of the decree, and a decrease is negative', () => {
  const texts = new Map(textsOf(invoiceDraftXml(ADJUSTMENT)));
  expect(texts.get('Correction/Text')).toBe('Điều chỉnh cho hóa đơn Mẫu số 1 ký hiệu C26TLS số 17 ngày 01 tháng 04 năm 2026');
  expect(texts.get('Totals/TotalInWords')).toBe('Âm tám trăm đồng');
});

test('the same draft gives the same bytes, in LF and without a byte-order mark', () => {
  const xml = invoiceDraftXml(DRAFT);
  expect(invoiceDraftXml(structuredClone(DRAFT))).toBe(xml);
  expect(xml).not.toMatch(/[\r\uFEFF]/);
  expect(xml.endsWith('</InvoiceDraft>\n')).toBe(true);
});

test('any text comes back from an XML parser as it was', () => {
  // eslint-disable-next-line no-control-regex
  const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !forbidden.test(text)),
    fc.string({ unit: fc.constantFrom(...'<>&"\'\r\n\t ]]>đ🙂%;#'), minLength: 1 }),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      let [read, content] = ['', ''];
      let attribute: string | undefined;
      const parser = new SaxesParser();
      // Line ends before and after the root are no part of the element.
      parser.on('opentag', ({ attributes }) => {
        attribute = attributes['a'];
        read = '';
      });
      parser.on('text', (more) => (read += more));
      parser.on('closetag', () => (content = read));
      parser.write(writeXml({ name: 'A', attributes: { a: text }, content: text })).close();
      expect([content, attribute]).toEqual([text, text]);
    }),
  );
});

test.each([
  ['a control character', 'a\u0001b'],
  ['a zero', 'a\u0000b'],
  ['half of a pair', 'a\uD800b'],
  ['a non-character', 'a\uFFFFb'],
])('%s is refused, for XML has no way to write it', (_name, name) => {
  expect(() => invoiceDraftXml({ ...DRAFT, buyer: { name } })).toThrow(expect.objectContaining({ code: 'text_not_for_xml' }));
});

test.each<[string, Partial<InvoiceDraft>]>([
  ['a net that is not that of the lines', { net: 42_874_261n, total: 47_161_687n }],
  ['VAT that is not that of the rates', { vatTotal: 1n, total: 42_874_261n }],
  ['a total that is not net and VAT', { total: 1n }],
  ['a rate that no line has', { vat: [{ percent: '8', net: 42_874_260n, vat: 4_287_426n }] }],
  [
    'a rate twice',
    {
      vat: [
        { percent: '10', net: 42_874_260n, vat: 4_287_426n },
        { percent: '10', net: 0n, vat: 0n },
      ],
    },
  ],
  ['no line', { lines: [], vat: [], net: 0n, vatTotal: 0n, total: 0n }],
])('%s is refused', (_name, change) => {
  expect(() => invoiceDraftXml({ ...DRAFT, ...change })).toThrow(expect.objectContaining({ code: 'draft_does_not_add_up' }));
});
