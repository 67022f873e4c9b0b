import { REPORTING_KINDS } from '@kcn/contracts';
import { DomainError, notFound } from '@kcn/kernel';
import type { HandlerResult, Route } from '@kcn/service-kit';
import { created, defineRoute, extendRequestHash, ok, refused, replayed } from '@kcn/service-kit';
import type { ImportReportJson, UploadLimits } from '@kcn/tables';
import { readUpload, UPLOAD_LIMITS } from '@kcn/tables';
import { z } from 'zod';
import type { OwnImporter } from '../../application/own-records/import-own-records';
import { findOwnFile } from '../../application/own-records/own-layouts';
import type { WithdrawOwnRecord } from '../../application/own-records/withdraw-own-record';
import { commandName } from './command-name';
import { importReportSchema, READERS } from './schemas';

export interface ImportRoutesOptions {
  readonly importer: OwnImporter;
  readonly withdraw: WithdrawOwnRecord;
  readonly limits?: UploadLimits;
}

const importRefused = ({ error_count: count }: ImportReportJson): DomainError =>
  new DomainError({
    category: 'invalid',
    code: 'import_refused',
    vi: `Không nhập gì cả: có ${count.toString()} lỗi; xem report.errors`,
    en: `Nothing was imported: ${count.toString()} faults; see report.errors`,
  });

export function createImportRoutes({ importer, withdraw, limits = UPLOAD_LIMITS }: ImportRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/imports',
      operationId: 'importFiles',
      tags: ['imports'],
      summary: 'Checks (dry-run) or takes in (apply) typed values, plan targets and catalogue files; all or nothing',
      roles: ['recorder'],
      query: z.object({ mode: z.enum(['dry-run', 'apply']).default('dry-run') }),
      idempotent: true,
      raw: true,
      responses: {
        200: { description: 'Checked, nothing changed', schema: importReportSchema },
        201: { description: 'Applied', schema: importReportSchema },
      },
      async handler({ board, principal, query: { mode }, request, idempotency }): Promise<HandlerResult> {
        const name = commandName(board, idempotency);
        const { files, digests } = await readUpload(request, { limits, isLayoutName: (part) => findOwnFile(part) !== undefined });
        const { response: report, replayed: again } = await importer.submit({
          ...name,
          requestHash: extendRequestHash(name.requestHash, digests),
          mode,
          files,
          actor: principal.subject,
        });
        if (report.status === 'refused') return refused(importRefused(report), { report });
        const answer =
          report.status === 'checked' ? ok(report) : created(report, { location: `/v1/boards/${board}/imports/${report.import_id}` });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/imports/:id',
      operationId: 'getImport',
      tags: ['imports'],
      roles: READERS,
      responses: { 200: { description: 'The report of an applied import', schema: importReportSchema } },
      async handler({ board, params: { id } }) {
        const report = await importer.find(board, id);
        if (!report) throw notFound('import_not_found', { vi: `Không có lần nhập "${id}"`, en: `There is no import "${id}"` });
        return ok(report);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/withdrawals',
      operationId: 'withdrawRecord',
      tags: ['records'],
      summary: 'Ends a typed value or plan target, with a reason; history stays',
      roles: ['recorder'],
      body: z.strictObject({ kind: z.enum(REPORTING_KINDS), key: z.string().min(1).max(500), reason: z.string().trim().min(1).max(2_000) }),
      idempotent: true,
      responses: {
        201: {
          description: 'Withdrawn',
          schema: z.object({ kind: z.string(), key: z.string(), position: z.int(), recorded_at: z.string() }),
        },
      },
      async handler({ board, body: { kind, key, reason }, principal, idempotency }) {
        const { response, replayed: again } = await withdraw({
          command: commandName(board, idempotency),
          record: { kind, key },
          reason,
          actor: principal.subject,
        });
        const answer = created(response);
        return again ? replayed(answer) : answer;
      },
    }),
  ];
}
