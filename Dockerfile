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

FROM code AS front
USER root
RUN cd web && npx --no vite build --outDir dist --emptyOutDir
USER node
CMD ["node", "scripts/local/front.ts"]
