# Build:  docker build -t orbweaver .
# Run:    docker run --init -v orbweaver:/data -p 7461:7461 orbweaver
# Talk:   docker exec <container> orbweaver status
# Join:   docker run --init -v orbweaver:/data -p 7461:7461 -e ORBWEAVER_JOIN orbweaver
# The admin API listens on the container's loopback alone, so it is reached by `docker exec`, not by a published port.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package needs an install script. The tools of the build have optional packages of their own, so all are installed.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node itself: the bundled one, an optional package, is left out.
RUN npm ci --ignore-scripts --omit=dev --omit=optional && npm cache clean --force

FROM node:24-slim
LABEL org.opencontainers.image.title="orbweaver" \
      org.opencontainers.image.description="Peer-to-peer overlay network node daemon" \
      org.opencontainers.image.licenses="Apache-2.0 OR MIT"
WORKDIR /app
ENV NODE_ENV=production \
    ORBWEAVER_HOME=/data
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE LICENSE-APACHE LICENSE-MIT ./
COPY bin ./bin
COPY config ./config
RUN ln -s /app/bin/orbweaver.js /usr/local/bin/orbweaver \
 && mkdir /data \
 && chown node:node /data \
 && chmod 0700 /data
USER node
VOLUME /data
EXPOSE 7461
# Ready means joined and answering; joining may take a moment, hence the start period. The admin port is read from the
# data dir, so that a daemon configured for another one is still found.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "-e", \
  "const { url } = JSON.parse(fs.readFileSync('/data/admin.json')); fetch(url + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The exec form makes the daemon the receiver of SIGTERM; it stops gracefully within 10 s.
STOPSIGNAL SIGTERM
ENTRYPOINT ["orbweaver"]
CMD ["start"]
