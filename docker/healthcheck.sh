#!/usr/bin/env bash
# healthcheck.sh PATH [PORT]: succeeds where the app answers 200 there. Needs bash alone, no curl.
set -euo pipefail

path="${1:-/health/ready}"
port="${2:-8080}"
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$path" "$port" >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
