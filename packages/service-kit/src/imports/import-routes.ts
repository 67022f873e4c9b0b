import { DomainError, notFound } from '@kcn/kernel';
import type { Role } from '@kcn/kernel';
import type { ImportMode, ImportReportJson } from '@kcn/layouts';
import type { UploadedFile } from '@kcn/tables';
import { z } from 'zod';
import { extendRequestHash } from '../http/request-parts';
import { accepted, created, ok, refused, replayed } from '../http/results';
import type { HandlerResult, RenderedResponse } from '../http/results';
import { defineRoute } from '../http/route';
import type { IdempotencyContext, Route } from '../http/route';
import { importReportSchema } from './import-report-schema';
import { readUpload, UPLOAD_LIMITS } from './read-upload';
import type { UploadLimits } from './read-upload';

export interface ImportRequest {
  readonly board: string;
  readonly mode: ImportMode;
  readonly files: readonly UploadedFile[];
  readonly actor: string;
  /** The address's parameters as they came, for what one service asks beside the mode. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Its hash covers the files. */
  readonly idempotency: IdempotencyContext;
}

export interface ImportRoutesOptions {
  /** Which files are taken in, for the API's description. */
  readonly summary: string;
  /** What happens when the request does not say. */
  readonly defaultMode: ImportMode;
  /** Who may read a report besides; an empty list admits every token. */
  readonly readers: readonly Role[];
  /** Whether a part's own name says which layout its file has; else its filename does. */
  readonly isLayoutName: (name: string) => boolean;
  /** Checks the files and, unless it is a dry run, takes them in; `replayed` when an earlier request of that key did. */
  readonly submit: (request: ImportRequest) => Promise<{ readonly report: ImportReportJson; readonly replayed: boolean }>;
  readonly find: (board: string, importId: string) => Promise<ImportReportJson | undefined>;
  /** Default UPLOAD_LIMITS. */
  readonly limits?: UploadLimits;
}

const importRefused = ({ error_count: count }: ImportReportJson): DomainError =>
  new DomainError({
    category: 'invalid',
    code: 'import_refused',
    vi: `Không nhập gì cả: có ${String(count)} lỗi; xem report.errors`,
    en: `Nothing was imported: ${String(count)} faults; see report.errors`,
  });

function answerTo(board: string, report: ImportReportJson): RenderedResponse {
  const location = `/v1/boards/${board}/imports/${report.import_id}`;
  if (report.status === 'checked') return ok(report);
  return report.status === 'applying' ? accepted(report, { location }) : created(report, { location });
}

/** The two routes by which a service takes in files: send them, and ask how an import stands. */
export function createImportRoutes(options: ImportRoutesOptions): Route[] {
  const { summary, defaultMode, readers, isLayoutName, submit, find, limits = UPLOAD_LIMITS } = options;
  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/imports',
      operationId: 'importFiles',
      tags: ['imports'],
      summary: `Checks (dry-run) or takes in (apply) ${summary}; all or nothing`,
      roles: ['recorder'],
      query: z.object({ mode: z.enum(['dry-run', 'apply']).default(defaultMode) }),
      idempotent: true,
      raw: true,
      responses: {
        200: { description: 'Checked, nothing changed', schema: importReportSchema },
        201: { description: 'Applied', schema: importReportSchema },
        202: { description: 'Being applied; see Location', schema: importReportSchema },
      },
      async handler({ board, principal, query: { mode }, request, idempotency }): Promise<HandlerResult> {
        if (!idempotency) throw new Error('the route asks for an Idempotency-Key');
        const { files, digests } = await readUpload(request, { limits, isLayoutName });
        const { report, replayed: again } = await submit({
          board,
          mode,
          files,
          actor: principal.subject,
          query: request.query,
          idempotency: { key: idempotency.key, requestHash: extendRequestHash(idempotency.requestHash, digests) },
        });
        if (report.status === 'refused') return refused(importRefused(report), { report });
        const answer = answerTo(board, report);
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/imports/:id',
      operationId: 'getImport',
      tags: ['imports'],
      roles: readers,
      responses: { 200: { description: 'How the import stands', schema: importReportSchema } },
      async handler({ board, params: { id } }) {
        const report = await find(board, id);
        if (!report) throw notFound('import_not_found', { vi: `Không có lần nhập "${id}"`, en: `There is no import "${id}"` });
        return ok(report);
      },
    }),
  ];
}
