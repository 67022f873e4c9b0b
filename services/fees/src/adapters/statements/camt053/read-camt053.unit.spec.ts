import { readStatement } from '../read-statement';
import type { StatementLine } from '../statement';

const namespace = (version: string): string => `urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}`;

interface Entry {
  readonly amount?: string;
  readonly currency?: string;
  readonly direction?: string;
  readonly days?: string;
  readonly refs?: string;
  readonly details?: string;
  readonly more?: string;
}

const entry = ({
  amount = '1000',
  currency = 'VND',
  direction = 'CRDT',
  days = '<BookgDt><Dt>2026-01-05</Dt></BookgDt><ValDt><Dt>2026-01-06</Dt></ValDt>',
  refs = '<AcctSvcrRef>R1</AcctSvcrRef>',
  details = '',
  more = '<Sts><Cd>BOOK</Cd></Sts>',
}: Entry = {}): string =>
  `<Ntry><NtryRef>1</NtryRef><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${more}${days}${refs}` +
  `<NtryDtls><TxDtls>${details}</TxDtls></NtryDtls></Ntry>`;

const balance = (kind: string, amount: string, { direction = 'CRDT', currency = 'VND' } = {}): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd></Bal>`;

const statement = (entries: string, { closing = '1100', id = 'S1', balances = '' } = {}): string =>
  `<Stmt><Id>${id}</Id><Acct><Id><Othr><Id>12 34</Id></Othr></Id><Ccy>VND</Ccy></Acct>` +
  `${balances || balance('OPBD', '100') + balance('CLBD', closing)}${entries}</Stmt>`;

const message = (statements: string, version = '08'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace(version)}">\n<BkToCstmrStmt>\n<GrpHdr/>\n${statements}\n</BkToCstmrStmt>\n</Document>`;

const read = (xml: string) => readStatement({ file: 's.xml', bytes: Buffer.from(xml) });

async function linesOf(xml: string): Promise<readonly StatementLine[]> {
  const result = await read(xml);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.statements.flatMap(({ lines }) => lines);
}

async function faultsOf(xml: string): Promise<string[]> {
  const result = await read(xml);
  return 'faults' in result ? result.faults.map(({ where, code }) => `${where}: ${code}`) : [];
}

test.each(['02', '04', '08', '13'])('version .001.%s is read by its local names', async (version) => {
  // In the first versions a status and a name have no element around them.
  const older = entry({
    more: '<Sts>BOOK</Sts>',
    details: '<RltdPties><Dbtr><Nm>An</Nm></Dbtr></RltdPties><RmtInf><Ustrd>x</Ustrd></RmtInf>',
  });
  const newer = entry({ details: '<RltdPties><Dbtr><Pty><Nm>An</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>x</Ustrd></RmtInf>' });
  expect(await linesOf(message(statement(Number(version) < 8 ? older : newer), version))).toEqual([
    {
      account: '1234',
      bookedOn: '2026-01-05',
      valueOn: '2026-01-06',
      amount: 1000n,
      currency: 'VND',
      bankRef: 'R1',
      remitter: 'An',
      description: 'x',
      line: 5,
    },
  ]);
});

test('a prefix, an envelope around the message and a byte-order mark change nothing', async () => {
  const prefixed = message(statement(entry()))
    .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1c:')
    .replace('xmlns=', 'xmlns:c=');
  const [head = '', ...body] = prefixed.split('\n');
  expect(await linesOf(`\uFEFF${head}\n<Envelope>${body.join('\n')}</Envelope>`)).toHaveLength(1);
});

test('an account statement in which the bank gives only the balances a currency', async () => {
  expect(await linesOf(message(statement(entry()).replace('<Ccy>VND</Ccy>', '')))).toMatchObject([{ currency: 'VND' }]);
});

test('what went out is negative, a reversal too, and the name is that of the other party', async () => {
  const parties = '<RltdPties><Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Nm>Payee</Nm></Cdtr></RltdPties>';
  const lines = await linesOf(
    message(
      statement(
        [
          entry({ refs: '<AcctSvcrRef>A</AcctSvcrRef>', details: parties }),
          entry({ refs: '<AcctSvcrRef>B</AcctSvcrRef>', details: parties, direction: 'DBIT', amount: '300' }),
          entry({ refs: '<AcctSvcrRef>C</AcctSvcrRef>', details: parties, direction: 'DBIT', more: '<RvslInd>true</RvslInd>' }),
        ].join(''),
        { closing: '-200' },
      ).replace(balance('CLBD', '-200'), balance('CLBD', '200', { direction: 'DBIT' })),
    ),
  );
  expect(lines.map(({ amount, remitter }) => [amount, remitter])).toEqual([
    [1000n, 'Payer'],
    [-300n, 'Payee'],
    [-1000n, 'Payer'],
  ]);
});

test('a long text goes on in the next piece inside a word, a short one ends with it; CDATA and entities are text', async () => {
  const long = `${'a'.repeat(137)}than`.slice(0, 140);
  const details = `<RmtInf><Ustrd>${long}</Ustrd><Ustrd>h toan</Ustrd><Ustrd><![CDATA[A&B <HD>]]></Ustrd><Ustrd>&#272;&amp;</Ustrd></RmtInf>`;
  expect(await linesOf(message(statement(entry({ details }))))).toMatchObject([{ description: `${long}h toan A&B <HD> Đ&` }]);
});

test('without free text the structured reference or the additional information is the description', async () => {
  const structured = entry({ details: '<RmtInf><Strd><CdtrRefInf><Ref>RF1</Ref></CdtrRefInf></Strd></RmtInf>' });
  expect(await linesOf(message(statement(structured)))).toMatchObject([{ description: 'RF1' }]);
  expect(await linesOf(message(statement(entry({ details: '<AddtlTxInf>phi</AddtlTxInf>' }))))).toMatchObject([{ description: 'phi' }]);
});

test('the reference is that of the entry, else of its only transaction, else its number in the statement', async () => {
  const own = '<Refs><AcctSvcrRef>T1</AcctSvcrRef></Refs>';
  expect(await linesOf(message(statement(entry({ refs: '', details: own }))))).toMatchObject([{ bankRef: 'T1' }]);
  expect(await linesOf(message(statement(entry({ refs: '', details: `${own}</TxDtls><TxDtls>` }))))).toMatchObject([{ bankRef: '1' }]);
  expect(await faultsOf(message(statement(entry({ refs: '' }).replace('<NtryRef>1</NtryRef>', ''))))).toEqual(['line 5: no_bank_ref']);
});

test.each([
  ['<BookgDt><DtTm>2026-01-05T18:30:00Z</DtTm></BookgDt>', '2026-01-06'],
  ['<BookgDt><DtTm>2026-01-05T23:30:00+07:00</DtTm></BookgDt>', '2026-01-05'],
  ['<BookgDt><DtTm>2026-01-05T01:30:00.123+09:00</DtTm></BookgDt>', '2026-01-04'],
  ['<BookgDt><DtTm>2026-01-05T23:59:59</DtTm></BookgDt>', '2026-01-05'],
  ['<BookgDt><Dt>2026-01-05+07:00</Dt></BookgDt>', '2026-01-05'],
  ['<ValDt><Dt>2026-01-07</Dt></ValDt>', '2026-01-07'],
])('%s is booked on %s in Vietnam', async (days, bookedOn) => {
  expect(await linesOf(message(statement(entry({ days }))))).toMatchObject([{ bookedOn }]);
});

test('what is not booked yet counts neither as a line nor in the balance', async () => {
  const pending = entry({ more: '<Sts><Cd>PDNG</Cd></Sts>', refs: '' });
  expect(await linesOf(message(statement(entry() + pending)))).toHaveLength(1);
});

test('amounts with zeros after the point are whole đồng; cents are cents', async () => {
  expect(await linesOf(message(statement(entry({ amount: '1000.00' }))))).toMatchObject([{ amount: 1000n }]);
  const dollars = message(statement(entry({ amount: '1000.5', currency: 'USD' }), { closing: '1100.5' })).replaceAll('VND', 'USD');
  expect(await linesOf(dollars)).toMatchObject([{ amount: 100_050n }]);
});

test('pages of one statement are joined by interim balances', async () => {
  const first = statement(entry(), {
    balances: `<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>${balance('OPBD', '100')}${balance('ITBD', '1100')}`,
  });
  const second = statement(entry({ refs: '<AcctSvcrRef>R2</AcctSvcrRef>' }), {
    balances: `<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>${balance('ITBD', '1100')}${balance('CLBD', '2100')}`,
  });
  expect(await linesOf(message(first + second))).toHaveLength(2);
  // Without the pages' numbers an interim balance is neither.
  const bare = statement(entry(), { balances: balance('OPBD', '100') + balance('ITBD', '1100') });
  expect(await faultsOf(message(bare))).toEqual(['Stmt S1: no_closing_balance']);
});

test('each statement of a file is checked for itself', async () => {
  const wrong = message(
    [statement(entry()), statement(entry({ refs: '<AcctSvcrRef>B</AcctSvcrRef>' }), { id: 'S2', closing: '7' })].join('\n'),
  );
  expect(await faultsOf(wrong)).toEqual(['Stmt S2: balance_mismatch']);
});

test.each([
  ['no opening balance', statement(entry(), { balances: balance('CLBD', '1100') }), 'Stmt S1: no_opening_balance'],
  ['no account', statement(entry()).replace('12 34', ''), 'Stmt S1: no_account'],
  ['no id', statement(entry(), { closing: '1' }).replace('<Id>S1</Id>', ''), 'Stmt #1: balance_mismatch'],
  ['an unknown currency', statement(entry()).replaceAll('VND', 'XXX'), 'Stmt S1: unknown_currency'],
  [
    'a balance in another currency',
    statement('', { balances: balance('OPBD', '100') + balance('CLBD', '100', { currency: 'USD' }) }),
    'Stmt S1: balance_currency',
  ],
  ['no direction', statement(entry({ direction: 'X' })), 'line 5: bad_direction'],
  ['a negative amount', statement(entry({ amount: '-1000' })), 'line 5: not_a_number'],
  ['a decimal comma', statement(entry({ amount: '1000,5' })), 'line 5: not_a_number'],
  ['half a đồng', statement(entry({ amount: '1000.5' })), 'line 5: too_many_decimals'],
  ['an amount of 70 digits', statement(entry({ amount: '9'.repeat(70) })), 'line 5: not_a_number'],
  ['an amount beyond 64 bits', statement(entry({ amount: '9223372036854775808' })), 'line 5: amount_too_large'],
  ['30 February', statement(entry({ days: '<BookgDt><Dt>2026-02-30</Dt></BookgDt>' })), 'line 5: not_a_date'],
  ['no day', statement(entry({ days: '' })), 'line 5: no_date'],
  ['a text without end', statement(entry({ details: `<RmtInf><Ustrd>${'a'.repeat(10_000)}</Ustrd></RmtInf>` })), 'line 5: text_too_long'],
  ['a reference with another amount', statement(entry() + entry({ amount: '5' }), { closing: '1105' }), 'line 5: bank_ref_repeated'],
  ['an unclosed element', statement(entry()).replace('</Ntry>', ''), 'line 5: xml_malformed'],
  ['an entity that nobody declared', statement(entry({ details: '&x;' })), 'line 5: xml_malformed'],
  ['elements without end', '<a>'.repeat(200), 'line 5: xml_too_deep'],
  ['no statement', '', 'file: no_statement'],
])('%s is refused', async (_name, body, fault) => {
  expect(await faultsOf(message(body))).toEqual([fault]);
});

test('the same movement twice is one line', async () => {
  const result = await read(message(statement(entry() + entry(), { closing: '2100' })));
  expect(result).toMatchObject({ repeated: 1, statements: [{ lines: [{ bankRef: 'R1' }] }] });
});

test('another message of the bank is no statement', async () => {
  expect(await faultsOf(message(statement(entry())).replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt'))).toEqual(['file: not_camt053']);
  expect(await faultsOf('<html><body>Not found</body></html>')).toEqual(['file: not_camt053']);
});

test.each([
  ['in front of anything', (xml: string) => `<!DOCTYPE a>${xml.split('\n').slice(1).join('\n')}`, 'line 1: xml_doctype'],
  ['after a comment', (xml: string) => xml.replace('\n', '\n<!-- a\nb -->\n<!DOCTYPE a [\n<!ENTITY x "y">\n]>'), 'line 4: xml_doctype'],
  ['in lower case', (xml: string) => xml.replace('\n', '\n<!doctype a>\n'), 'line 2: xml_malformed'],
  ['without end', (xml: string) => `${xml.split('\n')[0] ?? ''}\n<!DOCTYPE a [`, 'line 2: xml_malformed'],
  ['inside the document', (xml: string) => xml.replace('<GrpHdr/>', '<!DOCTYPE a>'), 'line 4: xml_malformed'],
])('a document type declaration %s is refused', async (_name, change, fault) => {
  expect(await faultsOf(change(message(statement(entry()))))).toEqual([fault]);
});
