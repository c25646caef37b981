#!/bin/bash
# `mc ready local`: whether the server listens.
exec 3<>/dev/tcp/127.0.0.1/9000
