import { projectDocuments, projectFiles, RECORDS_PER_PROJECT } from './import-files';

const MAX_FILE_BYTES = 64 * 1024 * 1024;

describe('sample files', () => {
  it('hold as many rows as they say, and the documents are the same records', () => {
    const files = projectFiles({ projects: 10, from: 5 });
    const rows = files.reduce((sum, file) => sum + file.content.toString().trimEnd().split('\n').length - 1, 0);
    expect(rows).toBe(10 * RECORDS_PER_PROJECT);
    const ids = [...projectDocuments('bench', 10)].map((document) => document._id);
    expect(new Set(ids).size).toBe(10 * RECORDS_PER_PROJECT);
  });

  it('stay below the limit of an upload at a million records', () => {
    const sample = 10_000;
    for (const file of projectFiles({ projects: sample, from: 240_000 }))
      expect((file.content.length / sample) * 250_000).toBeLessThan(MAX_FILE_BYTES);
  });
});
