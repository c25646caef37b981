# Stands in for nginxinc/nginx-unprivileged:1.27-alpine: Debian's nginx 1.22 under the same user number.
FROM invoices-stand-in/debian
RUN groupadd --system --gid 101 nginx && useradd --system --uid 101 --gid nginx --no-create-home nginx \
 && apt-get update && apt-get install --yes --no-install-recommends nginx-light busybox \
 && rm -rf /var/lib/apt/lists/* && ln -s busybox /usr/bin/wget
USER 101
CMD ["nginx", "-g", "daemon off;"]
