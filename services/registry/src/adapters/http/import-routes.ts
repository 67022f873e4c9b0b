import { toImportReportJson } from '@kcn/layouts';
import { createImportRoutes as createRoutes } from '@kcn/service-kit';
import type { Route } from '@kcn/service-kit';
import type { Importer } from '../../application/imports/importer';
import { findFileKind } from '../../domain/records/import-file-name';

/** The board's files go in by these; any token of the board may ask how an import stands. */
export const createImportRoutes = ({ importer }: { readonly importer: Importer }): Route[] =>
  createRoutes({
    summary: 'a set of files of the board’s records',
    defaultMode: 'apply',
    readers: [],
    isLayoutName: (name) => findFileKind(name) !== undefined,
    async submit(request) {
      const { report, replayed } = await importer.submit(request);
      return { report: toImportReportJson(report), replayed };
    },
    async find(board, importId) {
      const report = await importer.find(board, importId);
      return report && toImportReportJson(report);
    },
  });
