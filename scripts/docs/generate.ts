// npm run docs: write the reference pages that are made from the code.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pages } from './pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
for (const { file, text } of pages()) {
  writeFileSync(root + file, text);
  console.log(file);
}
process.exit(0);
