# One image for everything: `newsledger deploy`, and the workers of a team (see docs/scale.md).
FROM python:3.12-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONUNBUFFERED=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1

WORKDIR /app

# Hashed locks only, and nothing resolved here; they change less often than the code.
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m pip install --require-hashes --no-deps -r requirements.lock

COPY storage storage
COPY tasks tasks
COPY flows flows
COPY samples samples
RUN python -m pip install --no-deps --no-build-isolation . \
    && useradd --create-home news \
    && mkdir -p /blobs && chown news /blobs

USER news
WORKDIR /home/news
CMD ["newsledger", "--help"]
