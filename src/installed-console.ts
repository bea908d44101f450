import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder of the built console, a part of the installation like the program itself: `public/console` of the package,
 * from the sources (`src/`) and from the build (`dist/src/`) alike. It may be absent: then there is no console.
 */
export const installedConsole: string = [join(__dirname, '..'), join(__dirname, '../..')]
  .map((root) => join(root, 'public', 'console'))
  .reduce((nearer, farther) => (existsSync(nearer) ? nearer : farther));
