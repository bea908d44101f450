// `npm start`: builds what is missing or old, then becomes the server.
import { buildIfOld } from './build-if-old.mjs';

buildIfOld('server', 'console');

// In this very process: signals, standard streams and a supervisor's channel are the server's own.
await import(new URL('../dist/src/server.js', import.meta.url).href);
