import { createImportRoutes as createRoutes } from '@kcn/service-kit';
import type { Route } from '@kcn/service-kit';
import type { OwnImporter } from '../../application/own-records/import-own-records';
import { findOwnFile } from '../../application/own-records/own-layouts';
import { READERS } from './schemas';

/** Reporting's own files go in by these. */
export const createImportRoutes = ({ importer }: { readonly importer: OwnImporter }): Route[] =>
  createRoutes({
    summary: 'typed values, plan targets and catalogue files',
    defaultMode: 'dry-run',
    readers: READERS,
    isLayoutName: (name) => findOwnFile(name) !== undefined,
    async submit({ board, mode, files, actor, idempotency }) {
      const { response: report, replayed } = await importer.submit({ board, mode, files, actor, ...idempotency });
      return { report, replayed };
    },
    find: (board, importId) => importer.find(board, importId),
  });
