import { findFeeFile } from '@kcn/contracts';
import { invalid } from '@kcn/kernel';
import { createImportRoutes as createRoutes } from '@kcn/service-kit';
import type { Route } from '@kcn/service-kit';
import type { Importer } from '../../application/records/import-records';
import type { StatementFormat } from '../../application/records/read-import-files';
import { READERS } from './schemas';

const FORMATS: readonly StatementFormat[] = ['csv', 'camt053', 'mt940'];

function statementOf(asked: unknown): StatementFormat | undefined {
  if (asked === undefined) return undefined;
  const format = FORMATS.find((one) => one === asked);
  if (!format)
    throw invalid('bad_statement_format', {
      vi: 'statement phải là csv, camt053 hoặc mt940',
      en: 'statement must be csv, camt053 or mt940',
    });
  return format;
}

/** Fee files and bank statements go in by these; `?statement=csv|camt053|mt940` leaves out statements of other formats. */
export const createImportRoutes = ({ importer }: { readonly importer: Importer }): Route[] =>
  createRoutes({
    summary: 'fee files and bank statements',
    defaultMode: 'dry-run',
    readers: READERS,
    isLayoutName: (name) => findFeeFile(name) !== undefined,
    async submit({ board, mode, files, actor, query, idempotency }) {
      const statement = statementOf(query['statement']);
      const { response: report, replayed } = await importer.submit({ board, mode, files, actor, statement, ...idempotency });
      return { report, replayed };
    },
    find: (board, importId) => importer.find(board, importId),
  });
