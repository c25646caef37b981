# Stands in for both S3 servers: SeaweedFS' own program, and a `minio` and an `mc` that pass on to it.
FROM invoices-stand-in/debian
RUN apt-get update && apt-get install --yes --no-install-recommends busybox \
 && rm -rf /var/lib/apt/lists/* && ln -s busybox /usr/bin/wget
COPY weed /usr/bin/weed
COPY minio.sh /usr/bin/minio
COPY mc.sh /usr/bin/mc
COPY s3-entry.sh /usr/bin/
VOLUME /data
EXPOSE 9000
ENTRYPOINT ["s3-entry.sh"]
