import { join } from 'node:path';
import express from 'express';
import type { ErrorRequestHandler, RequestHandler, Router } from 'express';
import { PAGE_HEADERS } from '@sagopalgo/core/rules/page-policy.ts';

/** The page's files; every other address is the page itself, which finds its own way by the path. */
export function pageRoutes(webDist: string, policy: string): Router {
  const router = express.Router();
  const headers = { ...PAGE_HEADERS, 'content-security-policy': policy };
  router.use((_request, response, next) => {
    response.set(headers);
    next();
  });
  // Vite names these by their content, so a name never means anything else later.
  const files = { index: false, fallthrough: false, immutable: true, maxAge: '365d' };
  router.use('/assets', express.static(join(webDist, 'assets'), files), notFound);
  router.use(express.static(webDist, { index: false, setHeaders: askEachTime }));
  router.use(page(webDist));
  return router;
}

function page(webDist: string): RequestHandler {
  return (request, response, next) => {
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    // Operators' addresses exist on internal ports only, and a missing file is not a page.
    if (!isPage || request.path === '/metrics' || /\.[a-z0-9]+$/i.test(request.path)) {
      notFound(request, response, next);
      return;
    }
    askEachTime(response);
    response.sendFile('index.html', { root: webDist, cacheControl: false }, (error) => {
      if (error) next(error);
    });
  };
}

const notFound: RequestHandler = (_request, response) => {
  response.status(404).end();
};

/** What cannot be read as an address, or not as a file, is not there. */
export const unreadable: ErrorRequestHandler = (_error, _request, response, _next) => {
  response.status(404).end();
};

function askEachTime(response: { setHeader(name: string, value: string): unknown }): void {
  response.setHeader('cache-control', 'no-cache');
}
