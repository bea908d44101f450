import { basename, dirname, join } from 'node:path';

/** This file is in `src/` of the package, or in `dist/src/` of its build. */
const root = join(__dirname, basename(dirname(__dirname)) === 'dist' ? '../..' : '..');

/** The folder of the built console: a part of the installation, like the program itself. It may not be there. */
export const installedConsole = join(root, 'public', 'console');
