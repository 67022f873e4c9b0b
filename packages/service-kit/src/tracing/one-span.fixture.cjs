/** A process that makes one span and stops, as a service does. Runs the built package, whose SDK loads modules in a way that jest cannot. */
const { openSpan, startTracing } = require('../../dist');

async function main() {
  const tracing = await startTracing({ service: 'registry', endpoint: process.env.ENDPOINT });
  openSpan('POST /x', { kind: 'server', parent: process.env.TRACEPARENT })?.end();
  await tracing.stop();
  console.log('stopped');
}

void main();
