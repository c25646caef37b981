#!/bin/bash
# As MinIO's image: `server …` means `minio server …`; anything else is the program to run.
[[ "$1" != server ]] || set -- minio "$@"
exec "$@"
