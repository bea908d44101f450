/** How the console is built: `vite build -c src/console/vite.config.ts` into `public/console`. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The product that `npm run console:dev` speaks to. */
const product = 'http://127.0.0.1:8080';
/** What Vite itself answers: its own paths, modules and styles. The product answers the rest, but for pages. */
const own = /^\/(@|node_modules\/)|\.(tsx?|m?js|css|svg)(\?|$)/;

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

/** Packages that are one index over hundreds of files, and where it is. */
const barrels = { '@mantine/core': 'esm/index.mjs', '@mantine/hooks': 'esm/index.mjs', '@mantine/notifications': 'esm/index.mjs', '@tabler/icons-react': 'dist/esm/tabler-icons-react.mjs' };

/**
 * Turns `import { Drawer } from '@mantine/core'` into an import of the very file. A bundler takes whatever any screen needs
 * of a barrel for something that every importer of the barrel needs, and puts it into the first load.
 */
function pastBarrels(): Plugin {
  const filesOf = new Map(Object.entries(barrels).map(([name, index]) => [name, exportsOf(join(here, '../../node_modules', name, index))]));
  const names = [...filesOf.keys()];
  const imports = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*["'](${names.join('|')})["'];?`, 'g');
  return {
    name: 'past-barrels',
    apply: 'build',
    transform(code) {
      if (!names.some((name) => code.includes(name))) return null;
      return code.replace(imports, (_, list: string, barrel: string) =>
        list.split(',').map((name) => name.trim()).filter(Boolean).map((name) => {
          const [exported = '', local = exported] = name.split(/\s+as\s+/);
          const [file, as] = filesOf.get(barrel)?.get(exported) ?? [barrel, exported];
          return `import { ${as} as ${local} } from ${JSON.stringify(file)};`;
        }).join(' '));
    },
  };
}

/** Of a barrel: exported name → the file it comes from, and its name there. */
function exportsOf(index: string): Map<string, [file: string, as: string]> {
  const lines = readFileSync(index, 'utf8').matchAll(/^(?:import|export) \{([^}]*)\} from ["']([^"']*)["']/gm);
  return new Map([...lines].flatMap(([, names = '', file = '']) =>
    names.split(',').map((one) => {
      const [as = '', exported = as] = one.trim().split(/\s+as\s+/);
      return [exported, [file.startsWith('.') ? join(index, '..', file) : file, as]] as const;
    })));
}

// Vite reads the default export.
export default defineConfig({
  root: here,
  plugins: [pastBarrels(), compress()],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: join(here, '../../public/console'),
    emptyOutDir: true,
    target: 'es2022',
    // The first that know light-dark() by themselves: its rewriting for older ones needs a colour scheme that Mantine sets elsewhere.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // What `firstLoad` reads; the server shows it to nobody who would not see the files anyway.
    manifest: true,
    rolldownOptions: {
      // Packages mark files for servers that render React; here there is none.
      onLog: (level, log, tell) => log.code === 'MODULE_LEVEL_DIRECTIVE' || tell(level, log),
      output: {
        // The names of all who share it would make the name of a shared file.
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        codeSplitting: {
          groups: [
            // Changes with an upgrade of React only: a new version of the console does not load it again.
            { name: 'react', tags: ['$initial'], test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/, priority: 3 },
            { name: 'first', tags: ['$initial'], priority: 2 },
            // What several screens share, in fewer files than one a component; a larger threshold brings the first screen what others need.
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 2_000, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/socket.io': { target: product, ws: true },
      '/': {
        target: product,
        // A screen and a route may share an address.
        bypass: ({ url = '', headers }) => (/\btext\/html\b/.test(headers.accept ?? '') || own.test(url) ? url : undefined),
      },
    },
  },
});
