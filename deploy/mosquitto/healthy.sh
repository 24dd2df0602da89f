#!/bin/sh
# Whether Mosquitto lets the services' account sign in and answers it.
set -eu
export XDG_CONFIG_HOME="${MOSQUITTO_RUN:-/tmp/mosquitto}/health"
exec mosquitto_sub -h 127.0.0.1 -p "${MOSQUITTO_PORT:-1883}" -t '$SYS/broker/uptime' -C 1 -W 5 > /dev/null
