export { runBench } from './run-bench';
