#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const compiled = fileURLToPath(new URL('dist/index.js', import.meta.url));

if (!existsSync(compiled)) {
  console.error('✗ Dòng lệnh kcn chưa được biên dịch. Hãy chạy: npm install && npm run build -- --filter=@kcn/cli');
  console.error('✗ The kcn command line is not built yet. Run: npm install && npm run build -- --filter=@kcn/cli');
  process.exitCode = 78;
} else {
  // `kcn … | head` closes the pipe early; that is no failure of ours.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const { run } = createRequire(import.meta.url)(compiled);
  process.exitCode = await run(process.argv.slice(2), { env: process.env, stdout: process.stdout, stderr: process.stderr });
}
