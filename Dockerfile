# One image's worth of code, one target per process; docker-compose.yml names the targets.
FROM elasticsearch:9.5.3 AS elasticsearch
RUN bin/elasticsearch-plugin install --batch analysis-nori

FROM node:26-slim AS code
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
COPY core/package.json core/
COPY api/package.json api/
COPY sse-server/package.json sse-server/
COPY lambdas/package.json lambdas/
COPY web/package.json web/
COPY infra/package.json infra/
COPY scripts/package.json scripts/
RUN npm ci
COPY . .
ENV NODE_ENV=production
RUN install -d -o node -g node /data
USER node

FROM code AS api
CMD ["node", "api/src/main.ts"]

FROM code AS sse-server
CMD ["node", "sse-server/src/main.ts"]

FROM code AS keeper
CMD ["node", "lambdas/src/keeper.ts"]

FROM code AS clock
CMD ["node", "scripts/local/clock.ts"]

FROM code AS migrate
CMD ["node", "scripts/migrate.ts"]

FROM code AS bucket
CMD ["node", "scripts/local/bucket.ts"]

FROM code AS toss
CMD ["node", "scripts/toss-simulator/toss-part.ts"]

FROM code AS mail
CMD ["node", "scripts/local/mail-part.ts"]

FROM code AS page
USER root
RUN cd web && npx --no vite build --outDir /page --emptyOutDir

# Whoever starts it fills in infra/nginx/templates as front-settings.envsh says, and writes to /tmp and nowhere else.
FROM nginxinc/nginx-unprivileged:1.29.3-alpine AS front
ENV NGINX_ENTRYPOINT_LOCAL_RESOLVERS=1 \
    NGINX_ENVSUBST_FILTER=^FRONT_ \
    NGINX_ENVSUBST_OUTPUT_DIR=/tmp
COPY --chmod=555 infra/nginx/front-settings.envsh /docker-entrypoint.d/18-front-settings.envsh
COPY infra/nginx/templates /etc/nginx/templates
COPY --from=page /page /page
CMD ["nginx", "-p", "/tmp", "-e", "stderr", "-c", "/tmp/nginx.conf", "-g", "daemon off;"]
HEALTHCHECK --interval=5s --timeout=3s --retries=12 --start-period=20s \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9000/healthz/ready"]
