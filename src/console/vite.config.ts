/** How the console is built: `vite build -c src/console/vite.config.ts` into `public/console`. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The product that `npm run console:dev` speaks to. */
const product = 'http://127.0.0.1:8080';
/** First steps of the addresses that the product answers. */
const answered = 'auth|campaigns|campaign-settings|contact-lists|contact-list-items|contacts|opt-outs|whatsapp|whatsappsession|simulator|messages|tickets|queue|users|companies|api|version|health';

/** Lays a compressed copy beside each text, which the product's server prefers. */
function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    writeBundle({ dir = '' }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        const path = join(dir, name);
        if (!/\.(js|css|svg)$/.test(name) || statSync(path).size < 1_024) continue;
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

// Vite reads the default export.
export default defineConfig({
  root: here,
  plugins: [compress()],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: join(here, '../../public/console'),
    emptyOutDir: true,
    target: 'es2022',
    // What `firstLoad` reads; the server shows it to nobody who would not see the files anyway.
    manifest: true,
    // Packages mark files for servers that render React; here there is none.
    rolldownOptions: { onLog: (level, log, tell) => log.code === 'MODULE_LEVEL_DIRECTIVE' || tell(level, log) },
  },
  server: {
    proxy: {
      '/socket.io': { target: product, ws: true },
      [`^/(${answered})(/|\\?|$)`]: {
        target: product,
        // A screen and a route may share an address, and so may a source file: pages and modules are Vite's.
        bypass: ({ url = '', headers }) => (/\btext\/html\b/.test(headers.accept ?? '') || /\.tsx?($|\?)/.test(url) ? url : undefined),
      },
    },
  },
});
