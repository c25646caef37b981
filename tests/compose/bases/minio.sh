#!/bin/bash
# `minio server FOLDER`: an S3 server on port 9000 with MinIO's settings.
set -eu
export AWS_ACCESS_KEY_ID=$MINIO_ROOT_USER AWS_SECRET_ACCESS_KEY=$MINIO_ROOT_PASSWORD
exec weed -logdir=/tmp mini -dir="$2" -ip=127.0.0.1 -ip.bind=0.0.0.0 -s3.port=9000 -master.port=9001 -volume.port=9002 \
  -filer.port=9003 -admin.port=9004 -webdav=false -admin.ui=false -s3.port.iceberg=0 -s3.port.lance=0 \
  -s3.allowDeleteBucketNotEmpty=false -s3.autoCreateBucket=false -disableHttp
