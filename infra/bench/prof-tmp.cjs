const D='/work/main/infra/bench/dist/'; const F='/work/main/services/fees/dist/';
const { startBenchEnvironment } = require(D+'environment/bench-environment.js');
const { startBilling, billAll, BOARD } = require(D+'fees/billing-bench.js');
const { readBilled, dropBench } = require(D+'fees/billed-documents.js');
const { lineFile } = require(D+'fees/fee-files.js');
const { connectMongo } = require('@kcn/messaging');
const inspector = require('node:inspector'); const fs=require('fs');
(async () => {
  const env = await startBenchEnvironment(process.env, () => {});
  const n = 6000;
  const b = await startBilling(env, n, { isImported: true });
  await billAll(b);
  const billed = await readBilled(b.mongoUrl);
  await b.client.importFiles(BOARD, [lineFile(billed.invoices)]);
  const c = await connectMongo(b.mongoUrl, { appName: 'prof' });
  const { createBoardReport } = require(F+'application/report/board-report.js');
  const ports = { records: require(F+'adapters/mongo/record-store.js').createRecordStore(c), invoices: require(F+'adapters/mongo/invoice-store.js').createInvoiceStore(c), acts: require(F+'adapters/mongo/act-store.js').createActStore(c), registry: require(F+'adapters/mongo/registry-store.js').createRegistryStore(c) };
  const report = createBoardReport(ports, async () => ports);
  await report(BOARD, { asOf: '2026-04-30' });
  const s = new inspector.Session(); s.connect();
  await new Promise(r => s.post('Profiler.enable', () => s.post('Profiler.setSamplingInterval', { interval: 500 }, () => s.post('Profiler.start', r))));
  const u0 = process.cpuUsage();
  const j = await report(BOARD, { asOf: '2026-04-30' }); JSON.stringify(j);
  const u = process.cpuUsage(u0);
  await new Promise(r => s.post('Profiler.stop', (e, { profile }) => { fs.writeFileSync('/tmp/report.cpuprofile', JSON.stringify(profile)); r(); }));
  console.log('cpu ms', (u.user+u.system)/1000);
  await c.close(); await b.stop(); await dropBench(b.mongoUrl); await env.stop();
  // summarise
})().catch((e) => { console.error(e); process.exit(1); });
