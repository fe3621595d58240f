# A server image: the service and its worker. The database is its own service (docker-compose.yml).
FROM node:22-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.13-slim
# libexpat1: the GDAL inside the rasterio wheel opens it; gettext: compilemessages.
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext libexpat1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/hilir hilir
WORKDIR /srv/hilir
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=assets /assets/node_modules ./node_modules
ENV HILIR_STATE_DIR=/var/lib/hilir NUMBA_CACHE_DIR=/var/lib/hilir/compiled PYTHONUNBUFFERED=1
RUN python manage.py compilemessages --ignore node_modules
USER hilir
# In the user's folder, and owned by that user: STATIC_ROOT lies in HILIR_STATE_DIR.
RUN python manage.py collectstatic --noinput && python manage.py warm_up
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "gunicorn", "gisapp.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--workers", "3", "--threads", "4", "--timeout", "120", "--worker-tmp-dir", "/dev/shm"]
