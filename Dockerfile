# The production image: `docker compose up --build` runs it with its database and queue.

FROM node:24-bookworm-slim AS frontend
WORKDIR /homeward
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY frontend ./frontend
COPY static ./static
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
COPY requirements/production.txt /tmp/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/production.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOMEWARD_ENV=production DJANGO_SETTINGS_MODULE=discharge.settings.production
# Pango sets the type of the PDFs.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home homeward \
    && install -d -o homeward -m 700 /var/lib/homeward/files
ENV HOMEWARD_FILES_DIR=/var/lib/homeward/files
VOLUME /var/lib/homeward/files
WORKDIR /homeward
COPY --from=packages /venv /venv
COPY manage.py ./
COPY discharge ./discharge
COPY outcomes ./outcomes
COPY housing ./housing
COPY referrals ./referrals
COPY partners ./partners
COPY templates ./templates
COPY --from=frontend /homeward/static ./static
# Collecting reads settings but no data, so these name nothing real and stay in this one step.
RUN HOMEWARD_SECRET_KEY=only-while-the-image-is-built HOMEWARD_HOSTS=localhost \
    DATABASE_URL=postgresql://none/none HOMEWARD_SWEEP_DATABASE_URL=postgresql://none/none \
    HOMEWARD_REPORT_DATABASE_URL=postgresql://none/none REDIS_URL=redis://none/0 \
    python manage.py collectstatic --noinput --verbosity 0
USER homeward
EXPOSE 8000
# Any answer shows that the server works; the header says that a proxy took the request by HTTPS.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "-c", "import http.client as h, os; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/accounts/login/', headers={'Host': os.environ['HOMEWARD_HOSTS'].split(',')[0], 'X-Forwarded-Proto': 'https'}); raise SystemExit(c.getresponse().status >= 400)"]
CMD ["gunicorn", "discharge.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--access-logformat", "%(m)s %(U)s %(s)s %(M)sms"]
