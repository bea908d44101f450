import { Router, static as serveStatic } from 'express';

/**
 * The built console: files under hashed names are kept by browsers for a year, `index.html` is asked for every time.
 * Any other address that a browser navigates to is a screen of the console, which reads it by itself.
 */
export function consoleRouter(directory: string): Router {
  const router = Router();
  router.use(
    serveStatic(directory, {
      setHeaders: (res, path) => res.setHeader('Cache-Control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'),
    }),
  );
  router.get('/{*screen}', (req, res, next) => {
    if (!req.accepts('html') || req.get('accept') === '*/*') return next();
    // Not built, or not there: the address is unknown, like any other.
    res.sendFile('index.html', { root: directory, headers: { 'Cache-Control': 'no-cache' } }, (error) => error && !res.headersSent && next());
  });
  return router;
}
