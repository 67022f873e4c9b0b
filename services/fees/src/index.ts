export { compose } from './compose';
export { loadConfig } from './config';
