import type { ImportReport } from '../../application/imports/import-report';

/** The report as clients get it. */
export const toReportJson = ({ importId, mode, status, files, errors, errorCount, progress, lastPosition, recordedAt }: ImportReport) => ({
  import_id: importId,
  mode,
  status,
  files: files.map(({ file, kind, rows, added, corrected, unchanged, refused }) => ({
    file,
    kind: kind ?? null,
    rows,
    added,
    corrected,
    unchanged,
    refused,
  })),
  errors: errors.map(({ file, where, line, column, code, vi, en }) => ({
    file,
    where,
    line: line ?? null,
    column: column ?? null,
    code,
    vi,
    en,
  })),
  error_count: errorCount,
  progress,
  last_position: lastPosition ?? null,
  recorded_at: recordedAt?.toISOString() ?? null,
});
