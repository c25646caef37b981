# Stands in for mariadb:10.11: Debian's server of the same version, with the little of the official entry that is used.
FROM invoices-stand-in/debian
RUN groupadd --system --gid 999 mysql && useradd --system --uid 999 --gid mysql --home-dir /var/lib/mysql mysql \
 && apt-get update && apt-get install --yes --no-install-recommends mariadb-server \
 && rm -rf /var/lib/apt/lists/* /var/lib/mysql && install -d -o mysql -g mysql /var/lib/mysql /run/mysqld \
 && sed -i 's/^bind-address.*/bind-address = 0.0.0.0/' /etc/mysql/mariadb.conf.d/50-server.cnf
COPY mariadb-entry.sh /usr/local/bin/
COPY mariadb-healthcheck.sh /usr/local/bin/healthcheck.sh
VOLUME /var/lib/mysql
ENTRYPOINT ["mariadb-entry.sh"]
