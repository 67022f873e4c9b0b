export * from './csv-file';
export * from './import-files';
export * from './layout-sink';
export * from './read-table';
export * from './row-sink';
export { checkUtf8 } from './text-encoding';
