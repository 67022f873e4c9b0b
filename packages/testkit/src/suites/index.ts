export * from './delivery-suite';
export * from './idempotency-suite';
