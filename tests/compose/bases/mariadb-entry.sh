#!/bin/bash
# The first start makes the database and the user that MARIADB_* name; each start then runs the server with the given options.
set -eu
if [ ! -d /var/lib/mysql/mysql ]; then
  mariadb-install-db --auth-root-authentication-method=socket --auth-root-socket-user=mysql --skip-test-db >/dev/null
  mariadbd --skip-networking "$@" &
  until mariadb-admin --silent ping; do sleep 0.2; done
  mariadb <<SQL
CREATE DATABASE \`$MARIADB_DATABASE\`;
CREATE USER '$MARIADB_USER'@'%' IDENTIFIED BY '$MARIADB_PASSWORD';
GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$MARIADB_USER'@'%';
CREATE USER 'healthcheck'@'localhost';
SQL
  mariadb-admin shutdown
  wait
fi
exec mariadbd "$@"
