export * from './csv-file';
export * from './file-fault';
export * from './import-report';
export * from './read-table';
export * from './read-upload';
export * from './row-sink';
export { readXlsx } from './xlsx-file';
