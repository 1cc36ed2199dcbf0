// npm run build: out/main, out/preload, out/renderer.
import { build } from './setup/build.mjs';

const { code, text } = await build();
console.log(text.trimEnd());
process.exit(code);
