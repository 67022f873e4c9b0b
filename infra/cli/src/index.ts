export * from './exit-code';
export * from './run';
