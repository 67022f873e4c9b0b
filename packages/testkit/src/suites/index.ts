export * from './applier-fixture';
export * from './delivery-suite';
export * from './idempotency-suite';
