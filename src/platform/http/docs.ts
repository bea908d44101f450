import { Router } from 'express';
import swaggerUi from 'swagger-ui-express';
import { openApiDocument } from './openapi';
import type { Route } from './route';

/** `GET /api/openapi.json`, and a page over it at `/api/docs/` that loads nothing from other servers. */
export function docsRouter(routes: readonly Route[], version: string): Router {
  const document = openApiDocument(routes, version);
  const page = { swaggerUrl: '/api/openapi.json', customSiteTitle: 'Esquadrão: API', swaggerOptions: { validatorUrl: null } };
  const router = Router({ strict: true });
  router.get('/api/openapi.json', (_req, res) => void res.json(document));
  // The page names its files relative to itself.
  router.get('/api/docs', (_req, res) => res.redirect('/api/docs/'));
  router.use('/api/docs', swaggerUi.serveFiles(undefined, page), swaggerUi.setup(undefined, page));
  return router;
}
