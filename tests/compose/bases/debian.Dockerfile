# Debian 12 with this machine's certificates and package settings: they belong to the machine, not to the project's images.
FROM invoices-stand-in/debian-root
LABEL invoices.stand-in=true
COPY certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY pip.conf /etc/pip.conf
COPY npmrc /usr/local/etc/npmrc
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
