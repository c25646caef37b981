# Stands in for redis:7.2-alpine: Debian's Redis 7.0.
FROM invoices-stand-in/debian
RUN apt-get update && apt-get install --yes --no-install-recommends redis-server \
 && rm -rf /var/lib/apt/lists/* && install -d -o redis -g redis /data
VOLUME /data
WORKDIR /data
