#!/bin/bash
# Answers the two questions that the compose file asks: does it let us connect, is InnoDB up.
exec mariadb --user=healthcheck --execute="SELECT 1" >/dev/null
