export type ImportFormat = 'csv' | 'xlsx' | 'json';

/** A file's name in lower case, `projects` and `csv` of `Projects.CSV`; undefined when it is not made like a layout's. */
export function splitImportFileName(name: string): { readonly stem: string; readonly format: ImportFormat } | undefined {
  const [, stem = '', format = ''] = /^([a-z0-9-]+)\.(csv|xlsx|json)$/.exec(name.trim().toLowerCase()) ?? [];
  return stem === '' ? undefined : { stem, format: format as ImportFormat };
}
