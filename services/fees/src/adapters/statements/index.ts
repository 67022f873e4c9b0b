export type { ColumnsProfile } from './columns/profile';
export { DEFAULT_PROFILE } from './columns/profile';
export { readStatement } from './read-statement';
export type { StatementFile, StatementOptions } from './read-statement';
export type { Statement, StatementFormat, StatementLine, StatementResult } from './statement';
