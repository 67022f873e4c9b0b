export { compose } from './compose';
export { loadConfig } from './config';
export type { RegistryConfig } from './config';
