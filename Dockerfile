# The API. Neo4j runs beside it: see docker-compose.yml.
FROM python:3.13-slim AS build
WORKDIR /source
RUN python -m venv /app
COPY requirements.lock ./
RUN /app/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY analyzer analyzer
COPY api api
COPY cypher cypher
RUN /app/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && ALIGNMENT_CACHE=/cache /app/bin/python -m api.graphiql

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 alignment
COPY --from=build /app /app
COPY --from=build --chown=alignment /cache /cache
ENV PATH=/app/bin:$PATH ALIGNMENT_CACHE=/cache PYTHONUNBUFFERED=1
USER alignment
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
ENTRYPOINT ["alignment"]
CMD ["serve", "--host", "0.0.0.0"]
