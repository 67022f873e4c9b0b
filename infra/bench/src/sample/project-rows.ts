/** Columns of projects.csv with their cells, as a file or a POST has them. */
export type Cells = Readonly<Record<string, string>>;

const PARKS = 10;

export const parkCode = (index: number): string => `KCN-${((index % PARKS) + 1).toString().padStart(2, '0')}`;

/** All parks that sample projects lie in. */
export const parkRows = (): Cells[] =>
  Array.from({ length: PARKS }, (_, index) => ({
    park_code: parkCode(index),
    name: `KCN số ${(index + 1).toString()}`,
    kind: 'KCN',
    province_code: '33',
  }));

export const projectCode = (number: number): string => number.toString().padStart(10, '0');
const isForeign = (number: number): boolean => number % 2 === 0;
export const currencyOf = (number: number): 'USD' | 'VND' => (isForeign(number) ? 'USD' : 'VND');

/** A project of ordinary length, about 200 bytes as a line; the same number gives the same project. */
export const projectRow = (number: number): Cells => ({
  project_code: projectCode(number),
  registration_kind: 'GCNDKDT',
  name: `Nhà máy linh kiện điện tử số ${number.toString()}`,
  capital_kind: isForeign(number) ? 'FDI' : 'DDI',
  investors: `Công ty TNHH Á Châu ${number.toString()}`,
  investor_countries: isForeign(number) ? 'KR' : 'VN',
  enterprise_tax_code: `09${projectCode(number).slice(2)}`,
  park_code: parkCode(number),
  issued_on: `2016-${((number % 12) + 1).toString().padStart(2, '0')}-15`,
  registered_amount: isForeign(number) ? (1_000_000 + number).toString() : (20_000_000_000 + number).toString(),
  currency: currencyOf(number),
  land_area_m2: '25000',
  term_years: '50',
  vsic_version: '2018',
  vsic_code: '2610',
  objective: 'Sản xuất linh kiện điện tử',
});

/** An increase of the project's capital in 2017. */
export const increaseRow = (number: number): Cells => ({
  project_code: projectCode(number),
  seq: '1',
  date: `2017-${((number % 12) + 1).toString().padStart(2, '0')}-20`,
  type: 'ADJUST_INC',
  amount: isForeign(number) ? '250000' : '5000000000',
  currency: currencyOf(number),
  decision_no: '',
  note: '',
});

/** Capital implemented in a quarter of 2017. */
export const implementedRow = (number: number, quarter: number): Cells => ({
  project_code: projectCode(number),
  period: `2017-Q${quarter.toString()}`,
  amount: isForeign(number) ? (10_000 + (number % 1_000)).toString() : (200_000_000 + (number % 1_000)).toString(),
  currency: currencyOf(number),
});
