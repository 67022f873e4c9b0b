import { DomainError } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { accepted, created, defineRoute, extendRequestHash, ok, refused, replayed } from '@kcn/service-kit';
import type { HandlerResult } from '@kcn/service-kit';
import type { ImportReport } from '../../application/imports/import-report';
import type { Importer } from '../../application/imports/importer';
import { toReportJson } from './import-report-json';
import { readUpload } from './multipart';
import type { UploadLimits } from './multipart';
import { importQuery, importReportSchema } from './schemas';

export interface ImportRoutesOptions {
  readonly importer: Importer;
  readonly limits: UploadLimits;
}

const importRefused = (report: ImportReport): DomainError =>
  new DomainError({
    category: 'invalid',
    code: 'import_refused',
    vi: `Không nhập gì cả: có ${String(report.errorCount)} lỗi; xem report.errors`,
    en: `Nothing was imported: ${String(report.errorCount)} faults; see report.errors`,
  });

export function createImportRoutes({ importer, limits }: ImportRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/imports',
      operationId: 'importFiles',
      tags: ['imports'],
      summary: 'Checks (dry-run) or takes in (apply) a set of files; all or nothing',
      roles: ['recorder'],
      query: importQuery,
      idempotent: true,
      raw: true,
      responses: {
        200: { description: 'Checked, nothing changed', schema: importReportSchema },
        201: { description: 'Applied', schema: importReportSchema },
        202: { description: 'Being applied; see Location', schema: importReportSchema },
      },
      async handler({ board, principal, query: { mode }, request, idempotency }): Promise<HandlerResult> {
        if (!idempotency) throw new Error('the route asks for an Idempotency-Key');
        const { files, digests } = await readUpload(request, limits);
        const submitted = await importer.submit({
          board,
          mode,
          files,
          actor: principal.subject,
          idempotency: { key: idempotency.key, requestHash: extendRequestHash(idempotency.requestHash, digests) },
        });
        const { report } = submitted;
        const json = toReportJson(report);
        if (report.status === 'refused') return refused(importRefused(report), { report: json });
        const location = `/v1/boards/${board}/imports/${report.importId}`;
        const answer =
          report.status === 'checked'
            ? ok(json)
            : report.status === 'applying'
              ? accepted(json, { location })
              : created(json, { location });
        return submitted.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/imports/:id',
      operationId: 'getImport',
      tags: ['imports'],
      roles: [],
      responses: { 200: { description: 'How the import stands', schema: importReportSchema } },
      handler: async ({ board, params }) => ok(toReportJson(await importer.get(board, params.id))),
    }),
  ];
}
