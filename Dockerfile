# One target for each process; docker-compose.yml names them, and the deploy pushes api, sse-server, keeper, migrate and
# log-carrier.
# A room's image has its sources, those it shares, and the packages that these are run with, none that they are made or
# tried with. Nothing in it may be written by who runs it.
FROM elasticsearch:9.5.3 AS elasticsearch
RUN bin/elasticsearch-plugin install --batch analysis-nori

FROM node:26-slim AS manifests
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
COPY core/package.json core/
COPY api/package.json api/
COPY sse-server/package.json sse-server/
COPY lambdas/package.json lambdas/
COPY web/package.json web/
COPY infra/package.json infra/
COPY scripts/package.json scripts/

FROM manifests AS core-packages
RUN npm ci --omit=dev --workspace=core

FROM manifests AS api-packages
RUN npm ci --omit=dev --workspace=core --workspace=api

FROM manifests AS sse-server-packages
RUN npm ci --omit=dev --workspace=core --workspace=sse-server

FROM manifests AS keeper-packages
RUN npm ci --omit=dev --workspace=core --workspace=lambdas

FROM manifests AS workshop-packages
RUN npm ci --omit=dev --workspace=core --workspace=api --workspace=lambdas --workspace=scripts

FROM node:26-slim AS room
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 INTERNAL_PORT=9000
USER node
HEALTHCHECK --interval=5s --timeout=3s --retries=12 --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9000/healthz/ready').then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]

FROM room AS api
COPY --from=api-packages /app ./
COPY core/src core/src
COPY api/src api/src
CMD ["node", "api/src/main.ts"]

# What a window sends frames with, compiled; the compiler stays here.
FROM node:26-slim AS frame-sender
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
WORKDIR /frame-sender
COPY sse-server/native ./
RUN sh build.sh /usr/local/include/node "frame-sender-$(node -p 'process.platform')-$(node -p 'process.arch').node"

FROM room AS sse-server
COPY --from=sse-server-packages /app ./
COPY core/src core/src
COPY sse-server/src sse-server/src
COPY --from=frame-sender /frame-sender/*.node sse-server/native/
ENV FRAME_SENDER=native
CMD ["node", "sse-server/src/main.ts"]

FROM room AS keeper
COPY --from=keeper-packages /app ./
COPY core/src core/src
COPY lambdas/src lambdas/src
CMD ["node", "lambdas/src/keeper.ts"]

FROM room AS migrate
HEALTHCHECK NONE
COPY --from=core-packages /app ./
COPY core/src core/src
COPY scripts/migrate.ts scripts/
CMD ["node", "scripts/migrate.ts"]

FROM room AS bucket
HEALTHCHECK NONE
COPY --from=core-packages /app ./
COPY core/src core/src
COPY scripts/local scripts/local
CMD ["node", "scripts/local/bucket.ts"]

# What stands in for others on one machine.
FROM room AS workshop
COPY --from=workshop-packages /app ./
COPY core/src core/src
COPY api/src api/src
COPY lambdas/src lambdas/src
COPY scripts scripts

FROM workshop AS clock
CMD ["node", "scripts/local/clock.ts"]

FROM workshop AS mail
CMD ["node", "scripts/local/mail-part.ts"]

FROM workshop AS toss
USER root
RUN install -d -o node -g node /data
USER node
CMD ["node", "scripts/toss-simulator/toss-part.ts"]

FROM manifests AS page
RUN npm ci --workspace=core --workspace=web
COPY tsconfig.json ./
COPY core/src core/src
COPY web web
RUN cd web && npx --no vite build --outDir /page --emptyOutDir

# Whoever starts it fills in infra/nginx/templates as front-settings.envsh says, and writes to /tmp and nowhere else.
FROM nginxinc/nginx-unprivileged:1.29.3-alpine AS front
ENV NGINX_ENTRYPOINT_LOCAL_RESOLVERS=1 \
    NGINX_ENVSUBST_FILTER=^FRONT_ \
    NGINX_ENVSUBST_OUTPUT_DIR=/tmp
COPY --chmod=555 infra/nginx/front-settings.envsh /docker-entrypoint.d/18-front-settings.envsh
COPY infra/nginx/templates /etc/nginx/templates
COPY --from=page /page /page
HEALTHCHECK --interval=5s --timeout=3s --retries=12 --start-period=20s \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9000/healthz/ready"]
CMD ["nginx", "-p", "/tmp", "-e", "stderr", "-c", "/tmp/nginx.conf", "-g", "daemon off;"]

# Carries lines, on compose and on AWS alike; the folder in which they wait belongs to whoever runs it, and so does a volume there.
FROM node:26-slim AS lines
RUN install -d -m 700 -o 1000 -g 1000 /lines

FROM fluent/fluent-bit:4.0.1 AS log-carrier
COPY infra/logs/*.yaml /fluent-bit/etc/
COPY --from=lines --chown=1000:1000 /lines /var/log/fluent-bit
VOLUME /var/log/fluent-bit
USER 1000
CMD ["/fluent-bit/bin/fluent-bit", "--config=/fluent-bit/etc/fluent-bit.yaml"]
