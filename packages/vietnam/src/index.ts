export * from './collation';
export * from './dates';
export * from './numbers';
export * from './text';
export * from './units';
